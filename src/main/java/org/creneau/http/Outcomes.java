package org.creneau.http;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Which reply belongs to each case of a sealed result. Java 17 has no exhaustive switch over types, so
 * {@link Builder#build} does the compiler's work: it refuses a table in which a case is missing.
 */
public final class Outcomes<R> {

    private final Map<Class<?>, BiFunction<R, Call, Reply>> cases;

    private Outcomes(Map<Class<?>, BiFunction<R, Call, Reply>> cases) {
        this.cases = Map.copyOf(cases);
    }

    public static <R> Builder<R> of(Class<R> sealedType) {
        return new Builder<>(sealedType);
    }

    public Reply reply(R result, Call call) {
        BiFunction<R, Call, Reply> found = cases.get(result.getClass());
        if (found == null) {
            throw new IllegalStateException("no reply for " + result.getClass());
        }
        return found.apply(result, call);
    }

    /** Collects the cases. */
    public static final class Builder<R> {

        private final Class<R> sealedType;
        private final Map<Class<?>, BiFunction<R, Call, Reply>> cases = new HashMap<>();

        private Builder(Class<R> sealedType) {
            this.sealedType = sealedType;
        }

        public <T extends R> Builder<R> on(Class<T> type, BiFunction<T, Call, Reply> reply) {
            cases.put(type, (result, call) -> reply.apply(type.cast(result), call));
            return this;
        }

        public Outcomes<R> build() {
            Set<Class<?>> expected =
                    Arrays.stream(sealedType.getPermittedSubclasses()).collect(Collectors.toSet());
            if (!cases.keySet().equals(expected)) {
                throw new IllegalStateException(
                        sealedType + " has the cases " + expected + ", but replies for " + cases.keySet());
            }
            return new Outcomes<>(cases);
        }
    }
}

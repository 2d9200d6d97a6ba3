package org.creneau.catalogue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a Canadian postal code (to its first three characters) or a US ZIP code lies. Safe on every event loop. */
public final class PostalCodes {

    private static final Pattern CANADIAN = Pattern.compile("([A-Z][0-9][A-Z])(?:[0-9][A-Z][0-9])?");
    private static final Pattern ZIP = Pattern.compile("([0-9]{5})(?:[0-9]{4})?");
    private static final Pattern SPACING = Pattern.compile("[\\s\\u00a0-]");
    /** Longer than any code with its spaces: what comes from outside is not matched against patterns at any length. */
    private static final int MAX_LENGTH = 16;

    private record Tables(PostalTable canada, PostalTable unitedStates) {}

    private final Vertx vertx;
    private volatile @Nullable Tables tables;

    public PostalCodes(Vertx vertx) {
        this.vertx = vertx;
    }

    /** In any case and spacing: {@code H2L 3Z2}, {@code h2l3z2}, {@code H2L}, {@code 10001}, {@code 10001-1234}. */
    public Future<Optional<Coordinates>> find(String postalCode) {
        if (postalCode.length() > MAX_LENGTH) {
            return Future.succeededFuture(Optional.empty());
        }
        String code = SPACING.matcher(postalCode).replaceAll("").toUpperCase(Locale.ROOT);
        Matcher canadian = CANADIAN.matcher(code);
        if (canadian.matches()) {
            return tables().map(loaded -> loaded.canada().find(canadian.group(1)));
        }
        Matcher zip = ZIP.matcher(code);
        if (zip.matches()) {
            return tables().map(loaded -> loaded.unitedStates().find(zip.group(1)));
        }
        return Future.succeededFuture(Optional.empty());
    }

    /** Read on first use, on a worker thread. */
    private Future<Tables> tables() {
        Tables present = tables;
        if (present != null) {
            return Future.succeededFuture(present);
        }
        return vertx.executeBlocking(() -> tables = OnFirstUse.TABLES);
    }

    /** However many ask at once, the class is initialised once. */
    private static final class OnFirstUse {
        static final Tables TABLES =
                new Tables(PostalTable.read("/postal/ca-fsa.csv"), PostalTable.read("/postal/us-zip.csv"));
    }
}

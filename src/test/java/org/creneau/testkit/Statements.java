package org.creneau.testkit;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a store would send to PostgreSQL: statements as the product has them, with their parameters, so that a test need
 * not copy them. Nothing is sent.
 */
public final class Statements {

    /** A statement with its parameters. */
    public record Statement(String sql, Tuple parameters) {

        /** The same with other words, for controls; fails when there was nothing to replace. */
        public Statement replacing(String words, String others) {
            if (!sql.contains(words)) {
                throw new AssertionError("no " + words + " in " + sql);
            }
            return new Statement(sql.replace(words, others), parameters);
        }
    }

    private Statements() {}

    /**
     * The one statement that {@code call} sends.
     *
     * @param call of a store on the client that it is given; what it answers does not matter
     */
    public static Statement of(Function<Pool, Future<?>> call) {
        List<Statement> sent = new ArrayList<>();
        Pool client = proxy(Pool.class, (proxy, method, arguments) -> {
            String sql = (String) only("preparedQuery", method, arguments);
            return proxy(PreparedQuery.class, (query, execute, parameters) -> {
                sent.add(new Statement(sql, (Tuple) only("execute", execute, parameters)));
                return Future.failedFuture("not sent");
            });
        });
        if (call.apply(client).succeeded() || sent.size() != 1) {
            throw new AssertionError(sent.size() + " statements: " + sent);
        }
        return sent.get(0);
    }

    private static Object only(String name, Method method, Object[] arguments) {
        if (!method.getName().equals(name) || arguments == null || arguments.length != 1) {
            throw new UnsupportedOperationException(method.toString());
        }
        return arguments[0];
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}

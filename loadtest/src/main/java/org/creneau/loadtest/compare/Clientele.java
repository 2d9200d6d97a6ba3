package org.creneau.loadtest.compare;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.creneau.Connections;
import org.creneau.auth.Auth;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Ids;
import org.creneau.ops.DatabaseChecker;
import org.creneau.ops.Violation;

/** Who books in a subject's database: clients with tokens that its node takes. Also the invariants' checker there. */
public final class Clientele implements AutoCloseable {

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    private final Connections connections;
    private final Auth auth;

    private Clientele(Connections connections, Auth auth) {
        this.connections = connections;
        this.auth = auth;
    }

    /** @param settings with the URLs of a database that has the schema, and of any Redis */
    public static Future<Clientele> of(Vertx vertx, Settings settings) {
        Connections connections = new Connections(vertx, settings);
        return Auth.start(vertx, connections.pool(), settings.auth(), new DatabaseClock())
                .map(auth -> new Clientele(connections, auth));
    }

    /** New clients' tokens. Signing takes some 0.7 ms of a core each, on all cores. */
    public Future<List<String>> add(Vertx vertx, int count) {
        List<UUID> ids = Stream.generate(Ids::next).limit(count).toList();
        return connections
                .pool()
                .preparedQuery("insert into client (id) select unnest($1::uuid[])")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .compose(inserted -> vertx.executeBlocking(() -> auth.issuer().issue(ids, TOKEN_LIFETIME)));
    }

    /** What breaks an invariant. */
    public Future<List<Violation>> violations() {
        return new DatabaseChecker(connections.pool()).check();
    }

    /** Blocks until nothing is connected any more. */
    @Override
    public void close() {
        auth.close();
        Generator.await(connections.close());
    }
}

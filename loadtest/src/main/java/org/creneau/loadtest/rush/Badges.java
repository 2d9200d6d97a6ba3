package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.access.Scope;
import org.creneau.auth.Auth;
import org.creneau.config.SettingsLoader;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Ids;

/**
 * The access tokens of those who work with the service: a partner's system, whom some clients let use their file, and a
 * manager of the same organisation. Written behind the service's back, as {@code creneau seed} writes the clients'.
 */
final class Badges {

    /** What {@code creneau seed} offers the slots for. */
    private static final String ORGANISATION = "seed-organisation";

    private static final Duration LIFETIME = Duration.ofHours(2);

    private static final String SYSTEM =
            "insert into partner_system (id, organisation_id, name, scopes) values ($1, $2, 'load test', $3)";

    private static final String CONSENTS =
            "insert into consent (client_id, organisation_id) select id, $2 from unnest($1::uuid[]) as clients (id)"
                    + " on conflict do nothing";

    private final byte[] partnerToken;
    private final UUID manager;
    private final byte[] managerToken;

    private Badges(byte[] partnerToken, UUID manager, byte[] managerToken) {
        this.partnerToken = partnerToken;
        this.manager = manager;
        this.managerToken = managerToken;
    }

    /** In ASCII, as it stands in the header; not to be changed. */
    byte[] partnerToken() {
        return partnerToken;
    }

    /** Who the manager is. */
    UUID manager() {
        return manager;
    }

    /** In ASCII; not to be changed. */
    byte[] managerToken() {
        return managerToken;
    }

    /**
     * Writes what belongs to them.
     *
     * @param databaseUrl of the nodes
     * @param clients who let the partner's organisation use their files
     */
    static Badges issue(String databaseUrl, List<UUID> clients) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Pool pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(PgConnectOptions.fromUri(databaseUrl))
                .using(vertx)
                .build();
        try {
            EnumSet<Scope> scopes = EnumSet.allOf(Scope.class);
            Actor.Partner partner = new Actor.Partner(Ids.next(), ORGANISATION, scopes);
            Actor.Staff manager = new Actor.Staff(Ids.next(), ORGANISATION, true, true);
            String[] texts = scopes.stream().map(Scope::text).toArray(String[]::new);
            Generator.await(run(pool, SYSTEM, Tuple.of(partner.id(), ORGANISATION, texts))
                    .compose(done -> run(pool, CONSENTS, Tuple.of(clients.toArray(UUID[]::new), ORGANISATION)))
                    .compose(done -> run(pool, "insert into client (id) values ($1)", Tuple.of(manager.id())))
                    .compose(done -> run(
                            pool,
                            "insert into staff_member (client_id, organisation_id, role) values ($1, $2, 'MANAGER')",
                            Tuple.of(manager.id(), ORGANISATION))));
            try (Auth auth = Generator.await(Auth.start(
                    vertx, pool, SettingsLoader.defaults(Map.of()).auth(), new DatabaseClock()))) {
                return new Badges(token(auth, partner), manager.id(), token(auth, manager));
            }
        } finally {
            Generator.await(pool.close());
            Generator.await(vertx.close());
        }
    }

    private static byte[] token(Auth auth, Actor actor) {
        return auth.issuer().issue(actor, LIFETIME).getBytes(StandardCharsets.US_ASCII);
    }

    private static Future<Void> run(Pool pool, String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).mapEmpty();
    }
}

package org.creneau.ops;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.creneau.core.Ids;

/**
 * Fills a database for load tests: an appointment type of its own, slots that open together, clients with tokens.
 *
 * <p>Type, organisation and location are the same each time, so that a booking may move between all slots of a run. The
 * type asks nothing of a client. Slots start at different hours, a week and more after they open.
 */
public final class Seeder {

    /** The type of all seeded slots. */
    public static final String TYPE = "seed-session";

    /** Clients in one statement: well below a second, so below any statement time-out. */
    private static final int CHUNK = 5_000;

    private final Vertx vertx;
    private final Pool pool;

    public Seeder(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /** What was made. */
    public record Seeded(List<UUID> slotIds, List<UUID> clientIds) {

        public Seeded {
            slotIds = List.copyOf(slotIds);
            clientIds = List.copyOf(clientIds);
        }
    }

    /**
     * Clients first, then their tokens, the slots at last, so that signing many tokens takes nothing from the time until
     * the slots open.
     *
     * @param tokens gives each client its token, in order; runs on a worker thread, for a part of the clients at a time
     * @param tokenFile gets one token a line; an existing file is replaced
     */
    public Future<Seeded> seed(SeedRequest request, Function<List<UUID>, List<String>> tokens, Path tokenFile) {
        List<UUID> clients = ids(request.clients());
        List<UUID> slots = ids(request.slots());
        return insertCatalogue()
                .compose(done -> insertClients(clients))
                .compose(done -> vertx.executeBlocking(() -> {
                    SeedTokenFile.write(tokenFile, clients, tokens);
                    return null;
                }))
                .compose(done -> insertSlots(slots, request))
                .map(done -> new Seeded(slots, clients));
    }

    private static List<UUID> ids(int count) {
        List<UUID> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(Ids.next());
        }
        return ids;
    }

    private Future<Void> insertCatalogue() {
        return pool.withTransaction(connection -> inOrder(connection, """
                insert into city (id, name_fr, name_en)
                values ('seed-city', 'Ville d''essai', 'Test Town')
                on conflict do nothing
                """, """
                insert into organisation (id, name_fr, name_en, kind)
                values ('seed-organisation', 'Organisme d''essai', 'Test Organisation', 'MINISTRY')
                on conflict do nothing
                """, """
                insert into location (id, organisation_id, city_id, name_fr, name_en, address, province, country,
                    postal_code, latitude, longitude)
                values ('seed-location', 'seed-organisation', 'seed-city', 'Lieu d''essai', 'Test Location',
                    '1, rue de l''Essai', 'Québec', 'Canada', 'H2L 3Z2', 45.5163, -73.5603)
                on conflict do nothing
                """, """
                insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en,
                    duration_minutes, cancellable, reschedulable, requires_complementary_information)
                values ('seed-session', 'INFORMATION_SESSION', 'Session d''essai', 'Test session',
                    'Pour les essais de charge.', 'For load tests.', 60, true, true, false)
                on conflict do nothing
                """, """
                insert into offer (type_id, organisation_id)
                values ('seed-session', 'seed-organisation')
                on conflict do nothing
                """));
    }

    private static Future<Void> inOrder(SqlConnection connection, String... statements) {
        Future<Void> done = Future.succeededFuture();
        for (String sql : statements) {
            done = done.compose(before -> connection.query(sql).execute()).mapEmpty();
        }
        return done;
    }

    private Future<Void> insertClients(List<UUID> ids) {
        Future<Void> done = Future.succeededFuture();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            UUID[] chunk = ids.subList(from, Math.min(from + CHUNK, ids.size())).toArray(UUID[]::new);
            done = done.compose(before -> pool.preparedQuery("insert into client (id) select unnest($1::uuid[])")
                            .execute(Tuple.of(chunk)))
                    .mapEmpty();
        }
        return done;
    }

    /** One statement: all slots appear together, and one reading of the database's clock opens them all. */
    private Future<Void> insertSlots(List<UUID> ids, SeedRequest request) {
        String sql = """
                with release as materialized (
                    select clock_timestamp() + make_interval(secs => $3) as opens_at
                ), new_slot as (
                    select id, opens_at, date_trunc('hour', opens_at) + interval '7 days' + number * interval '1 hour'
                        as starts_at
                    from release, unnest($1::uuid[]) with ordinality as given (id, number)
                )
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity,
                    opens_at)
                select id, 'seed-session', 'seed-organisation', 'seed-location', starts_at,
                       starts_at + interval '1 hour',
                       jsonb_build_array(jsonb_build_object(
                           'start', to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                           'end',
                           to_char((starts_at + interval '1 hour') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))),
                       $2, opens_at
                from new_slot
                """;
        return pool.preparedQuery(sql)
                .execute(Tuple.of(ids.toArray(UUID[]::new), request.capacity(), (double) request.opensInSeconds()))
                .mapEmpty();
    }
}

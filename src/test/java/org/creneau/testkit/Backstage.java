package org.creneau.testkit;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.creneau.access.Actor;
import org.creneau.access.Scope;
import org.creneau.auth.Auth;
import org.creneau.auth.AuthorizationCodes;
import org.creneau.auth.AuthorizationCodes.IssueResult;
import org.creneau.booking.SeatDifference;
import org.creneau.booking.SeatReconciliation;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Ids;
import org.creneau.core.Sql;
import org.creneau.ops.ClientHistory;
import org.creneau.ops.DatabaseChecker;
import org.creneau.ops.HistoryChecker;
import org.creneau.ops.Violation;
import org.creneau.seat.Seats;

/** What a test does and looks at behind the back of its nodes: clients, the checkers, Redis. */
public final class Backstage implements AutoCloseable {

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Settings settings;
    private final Pool pool;
    private final Redis redis;
    private final Seats seats;
    private final Auth auth;

    public Backstage(String database, String redisUrl) {
        settings = TestNode.settings(database, redisUrl, Map.of());
        pool = PgBuilder.pool()
                .connectingTo(PgConnectOptions.fromUri(database))
                .with(new PoolOptions().setMaxSize(2))
                .using(vertx)
                .build();
        redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(redisUrl));
        seats = Seats.create(vertx, redis, false, settings.redis().commandTimeoutMillis());
        seats.start();
        auth = Await.of(Auth.start(vertx, pool, settings.auth(), new DatabaseClock()));
    }

    /** A client with a token; nothing is hashed for it. */
    public TestClient client() {
        return clients(1).get(0);
    }

    public List<TestClient> clients(int count) {
        List<UUID> ids = Stream.generate(Ids::next).limit(count).toList();
        Await.of(pool.preparedQuery("insert into client (id) select unnest($1::uuid[])")
                .execute(Tuple.of(ids.toArray(UUID[]::new))));
        List<String> tokens = auth.issuer().issue(ids, TOKEN_LIFETIME);
        return IntStream.range(0, count)
                .mapToObj(i -> new TestClient(ids.get(i), tokens.get(i)))
                .toList();
    }

    /** An employee without an account, whose token speaks for the organisation. */
    public TestClient employee(String organisation, boolean ministry, boolean manager) {
        UUID id = client().id();
        return new TestClient(
                id, auth.issuer().issue(new Actor.Staff(id, organisation, ministry, manager), TOKEN_LIFETIME));
    }

    /** A partner's system with all scopes. */
    public TestClient partner(String organisation) {
        return partner(organisation, EnumSet.allOf(Scope.class));
    }

    /** A partner's system, as the database knows it, with a token. */
    public TestClient partner(String organisation, Set<Scope> scopes) {
        UUID id = Ids.next();
        String[] texts = scopes.stream().map(Scope::text).toArray(String[]::new);
        Await.of(pool.preparedQuery(
                        "insert into partner_system (id, organisation_id, name, scopes) values ($1, $2, $3, $4)")
                .execute(Tuple.of(id, organisation, "system " + id, texts)));
        return new TestClient(id, auth.issuer().issue(new Actor.Partner(id, organisation, scopes), TOKEN_LIFETIME));
    }

    /** Lets an organisation use the client's file. */
    public void consent(UUID clientId, String organisation) {
        Await.of(pool.preparedQuery("insert into consent (client_id, organisation_id) values ($1, $2)")
                .execute(Tuple.of(clientId, organisation)));
    }

    /** Gives a client a registration: a resident of Quebec who has answered nothing of the complementary information. */
    public void register(TestClient who, String status, LocalDate grantedOn, boolean french) {
        Await.of(pool.preparedQuery("""
                        insert into registration (client_id, status_id, status_granted_on, family_name, given_name, birth_date,
                            sex, email, country, street, town, province, postal_code, home_phone, residence_in_quebec,
                            french, source)
                        values ($1, $2, $3, 'Diablos', 'Draco', '1980-10-01', 'M', 'draco@example.org', 'CA',
                            '600, 10e rue', 'Québec', 'QC', 'G1J 2N7', '4188324444', true, $4, 'CLIENT')""").execute(Tuple.of(who.id(), status, grantedOn, french)));
    }

    /** A code for the client of a registration, who is sent it, too. */
    public String authorizationCode(UUID clientId) {
        return issued(clientId).orElseThrow().code();
    }

    /** Whether the client gets a code. */
    public boolean hasAuthorizationCode(UUID clientId) {
        return issued(clientId).isPresent();
    }

    private Optional<AuthorizationCodes.Issued> issued(UUID clientId) {
        IssueResult result = Await.of(
                new Sql(pool).transaction(client -> auth.authorizationCodes().issue(client, clientId)));
        return result instanceof IssueResult.Given given ? Optional.of(given.issued()) : Optional.empty();
    }

    /** What is wrong in PostgreSQL. */
    public List<Violation> violations() {
        return Await.of(new DatabaseChecker(pool).check());
    }

    /** What is wrong in PostgreSQL, and what clients were told that is not so. */
    public List<Violation> violations(ClientHistory history) {
        List<Violation> all = new ArrayList<>(violations());
        all.addAll(Await.of(new HistoryChecker(pool).check(history)));
        return all;
    }

    /** Where Redis and PostgreSQL do not agree about the seats of these slots; waits for a Redis that was away to be back. */
    public List<SeatDifference> differences(Collection<UUID> slots) {
        return Until.answers(() -> Await.of(lookAt(slots)), Optional::isPresent).orElseThrow();
    }

    private Future<Optional<List<SeatDifference>>> lookAt(Collection<UUID> slots) {
        Context context = vertx.getOrCreateContext();
        Promise<List<SeatDifference>> found = Promise.promise();
        context.runOnContext(now -> new SeatReconciliation(settings, pool, seats)
                .reconcile(List.copyOf(slots), false)
                .onComplete(found));
        return Reached.whenBack(found.future());
    }

    /** The counter in Redis; fails when Redis does not know the slot. */
    public int left(UUID slot) {
        return ask(Command.HGET, key(slot), "left").toInteger();
    }

    /** Empties Redis. */
    public void flush() {
        Await.of(redis.send(Request.cmd(Command.FLUSHDB)));
    }

    /** Frees a taken seat in Redis, as a lost write would. */
    public void makeRedisForget(UUID slot, int seat) {
        String key = key(slot);
        String client = ask(Command.HGET, key, "s" + seat).toString().split(":", -1)[2];
        StringBuilder taken = new StringBuilder(ask(Command.HGET, key, "seats").toString());
        taken.setCharAt(seat, '0');
        ask(Command.HDEL, key, "s" + seat, "c" + client);
        ask(Command.HINCRBY, key, "left", "1");
        ask(Command.HSET, key, "seats", taken.toString());
    }

    private static String key(UUID slot) {
        return "creneau:slot:{" + slot + "}";
    }

    private Response ask(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return Await.of(redis.send(request));
    }

    @Override
    public void close() {
        auth.close();
        seats.stop();
        redis.close();
        Await.of(pool.close());
        Await.of(vertx.close());
    }
}

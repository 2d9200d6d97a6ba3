package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.creneau.auth.Accounts.Create;
import org.creneau.auth.Accounts.CreateResult;
import org.creneau.auth.Accounts.LogIn;
import org.creneau.auth.Accounts.LogInResult;
import org.creneau.auth.Accounts.Principal;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.auth.Accounts.Tokens;
import org.creneau.config.Settings;
import org.creneau.config.Settings.PasswordPolicy;
import org.creneau.core.Address;
import org.creneau.core.DatabaseClock;
import org.creneau.testkit.TestServers;

/** One node of the service, as far as accounts go, on a real database. */
final class AuthNode implements AutoCloseable {

    /** Where clients call from. */
    static final String HOME = "192.0.2.1";

    static final String PASSWORD = "motdepasse1";
    static final List<SecurityAnswer> ANSWERS = List.of(
            new SecurityAnswer("passe-temps", "Lecture"),
            new SecurityAnswer("premier-voyage-en-avion", "Nairobi Kenya"));
    static final Settings.Auth SETTINGS = new Settings.Auth(
            "creneau",
            "creneau",
            900,
            604800,
            90,
            new PasswordPolicy(8, 16),
            2,
            64,
            5,
            900,
            100,
            3000,
            new Settings.Recovery(90, 7, 10, 30, 5, false, 30));

    private static final long TIMEOUT_SECONDS = 60;
    private static final AtomicInteger NEXT = new AtomicInteger();

    final Vertx vertx = Vertx.vertx();
    final Auth auth;
    private final Pool pool;
    private final String url;

    private AuthNode(String url, Settings.Auth settings, DatabaseClock clock) {
        this.url = url;
        pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(PgConnectOptions.fromUri(url))
                .with(new PoolOptions().setMaxSize(4).setMaxWaitQueueSize(1000))
                .build();
        auth = done(Auth.start(vertx, pool, settings, clock));
        done(vertx.deployVerticle(auth.verticle()));
    }

    static AuthNode on(String url) {
        return on(url, SETTINGS);
    }

    /** One that believes the database's clock to show this now. */
    static AuthNode at(Instant time, String url) {
        DatabaseClock clock = new DatabaseClock();
        clock.update(System.nanoTime(), time, System.nanoTime());
        return new AuthNode(url, SETTINGS, clock);
    }

    static AuthNode on(String url, Settings.Auth settings) {
        return new AuthNode(url, settings, new DatabaseClock());
    }

    /** A user code that no other test has. */
    static String newUserCode() {
        return "client" + String.format(java.util.Locale.ROOT, "%06d", NEXT.incrementAndGet());
    }

    static Create create(String userCode) {
        return create(userCode, PASSWORD, "requerant@example.org", ANSWERS);
    }

    static Create create(String userCode, String password, String email, List<SecurityAnswer> answers) {
        return new Create(userCode, password, email, answers, "fr", null, HOME);
    }

    /** An account of its own, just created. */
    String newAccount() {
        String userCode = newUserCode();
        assertInstanceOf(CreateResult.Created.class, ask(Accounts.CREATE, create(userCode)));
        return userCode;
    }

    Tokens logIn(String userCode) {
        return assertInstanceOf(
                        LogInResult.LoggedIn.class, ask(Accounts.LOG_IN, new LogIn(userCode, PASSWORD, AuthNode.HOME)))
                .tokens();
    }

    /** The way that HTTP goes: over the bus. */
    <C, R> Future<R> send(Address<C, R> address, C command) {
        return address.request(vertx, command, TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
    }

    <C, R> R ask(Address<C, R> address, C command) {
        return done(send(address, command));
    }

    Principal principal(String accessToken) {
        return done(auth.verifier().verify(accessToken)).orElseThrow();
    }

    boolean accepts(String accessToken) {
        return done(auth.verifier().verify(accessToken)).isPresent();
    }

    static <T> T done(Future<T> future) {
        try {
            return future.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            return fail(e);
        }
    }

    static Throwable failure(Future<?> future) {
        done(future.otherwiseEmpty());
        Throwable failure = future.cause();
        return failure == null ? fail("succeeded") : failure;
    }

    void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("not within " + TIMEOUT_SECONDS + " s");
            }
            done(vertx.timer(20));
        }
    }

    /** The key, in SQL, under which failures for a user code from an address are counted. */
    static String throttleKey(String userCode, String from) {
        return "sha256(convert_to('" + userCode.toLowerCase(java.util.Locale.ROOT) + "' || chr(10) || '" + from
                + "', 'UTF8'))";
    }

    /** What stands in the database: the first column of the first row. */
    String read(String sql) {
        try (Connection connection = TestServers.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException e) {
            return fail(sql, e);
        }
    }

    void change(String sql) {
        TestServers.execute(url, sql);
    }

    Future<Void> loseDatabase() {
        return pool.close();
    }

    @Override
    public void close() {
        auth.close();
        done(pool.close());
        done(vertx.close());
    }
}

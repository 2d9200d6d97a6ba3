package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Repeated;
import org.creneau.core.Sql;
import org.creneau.notification.Outbox;

/**
 * The feature, put together: what others get from it, and the jobs that keep it up to date.
 *
 * <p>Close it after the verticles, before the pool.
 */
public final class Auth implements AutoCloseable {

    /** Keys change once in months; a new one waits a minute before it signs. */
    private static final long KEYS_MILLIS = 10_000;

    /** So long a token of a session that ended on another node may still be taken. */
    private static final long ENDED_SESSIONS_MILLIS = 1_000;

    private static final long CLEANING_MILLIS = 60_000;

    /** Signing takes up to 0.7 ms, so this queue is worked off in a few seconds. */
    private static final int SIGNING_QUEUE = 4_000;

    /** Half of the cores: when everybody refreshes at once, bookings go on. */
    private static final int SIGNING_THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final Services services;
    private final List<Repeated> jobs;

    /** All that is shared between the jobs, the verticles and the outside. */
    record Services(
            Workers hashing,
            PasswordHasher hasher,
            Workers signing,
            SigningKeys keys,
            EndedSessions endedSessions,
            LoginThrottle throttle,
            Pauses pauses,
            SessionStore sessionStore,
            TokenVerifier verifier,
            TokenIssuer issuer,
            AccountService accounts,
            AccountChangeService changes,
            PasswordService passwords,
            SessionService sessions,
            AuthorizationStore authorizationStore,
            AuthorizationService authorizations,
            AuthorizationCodes codes,
            RecoveryStore recoveryStore,
            RecoveryService recovery,
            Importer importer) {}

    private Auth(Services services, List<Repeated> jobs) {
        this.services = services;
        this.jobs = jobs;
    }

    /**
     * Ready once keys and ended sessions have been read. The database must have its schema.
     *
     * @param clock by which access tokens begin and end
     */
    public static Future<Auth> start(Vertx vertx, Pool pool, Settings.Auth settings, DatabaseClock clock) {
        return vertx.executeBlocking(() -> {
                    NativeCrypto.prefer();
                    return services(vertx, new Sql(pool), settings, clock);
                })
                .compose(services -> services.keys()
                        .rotate()
                        .compose(done -> services.endedSessions().poll())
                        .map(done -> new Auth(services, jobs(vertx, services, settings))));
    }

    /** Checks access tokens; for every event loop. */
    public TokenVerifier verifier() {
        return services.verifier();
    }

    /** Issues tokens without a log-in; for the command line. */
    public TokenIssuer issuer() {
        return services.issuer();
    }

    /**
     * Signs an access token for a partner's system.
     *
     * @param secretId with which it came in: named by {@link #sessionsEnded}, or revoked or over in the database, it ends
     *     the token, as the end of a session does
     */
    public Future<String> systemToken(Actor.Partner system, UUID secretId, long lifetimeSeconds) {
        Workers signing = services.signing();
        return signing.admit(() -> signing.run(() -> services.issuer().sign(system, secretId, false, lifetimeSeconds)));
    }

    /** Hashes a password on the calling thread, which must not be an event loop; for demo data. */
    public String hash(String password) {
        return services.hasher().hash(password);
    }

    /** The document of {@code /.well-known/jwks.json}, as it is now. */
    public JsonObject jwks() {
        return services.keys().ring().jwks();
    }

    /** One more instance; all share their state. */
    public AuthVerticle verticle() {
        return new AuthVerticle(services);
    }

    /** Gives authorization codes; for whoever registers people on their behalf. */
    public AuthorizationCodes authorizationCodes() {
        return services.codes();
    }

    /** Brings in persons and accounts from files; for the command line. */
    public Importer importer() {
        return services.importer();
    }

    /**
     * Refuses the tokens of sessions that somebody else has ended in PostgreSQL: at once here, within about a second on
     * the other nodes.
     */
    public void sessionsEnded(Collection<UUID> sessionIds) {
        services.endedSessions().addAll(sessionIds);
    }

    /** Requests that are hashing or waiting for it, for the metrics. */
    int hashingInFlight() {
        return services.hashing().inFlight();
    }

    /** Computations on the hashing threads since the start, for the metrics. */
    long hashingDone() {
        return services.hashing().computed();
    }

    /** Requests that are signing or waiting for it, for the metrics. */
    int signingInFlight() {
        return services.signing().inFlight();
    }

    @Override
    public void close() {
        jobs.forEach(Repeated::close);
        services.hashing().close();
        services.signing().close();
    }

    Services services() {
        return services;
    }

    private static Services services(Vertx vertx, Sql sql, Settings.Auth settings, DatabaseClock clock) {
        Workers hashing = new Workers(vertx, "hashing", settings.hashingThreads(), settings.hashingQueue());
        Workers signing = new Workers(vertx, "signing", SIGNING_THREADS, SIGNING_QUEUE);
        SigningKeys keys = new SigningKeys(vertx, new SigningKeyStore(sql), settings);
        Outbox outbox = new Outbox();
        SessionStore sessionStore = new SessionStore(sql, outbox, settings.refreshTokenSeconds());
        EndedSessions endedSessions = new EndedSessions(sessionStore, settings.accessTokenSeconds());
        TokenIssuer issuer = new TokenIssuer(keys, clock);
        SessionService sessions = new SessionService(
                sessionStore,
                new StaffStore(sql),
                endedSessions,
                issuer,
                new RefreshTokens(),
                signing,
                settings.accessTokenSeconds());
        AccountRules rules = new AccountRules(settings.password());
        AccountStore accountStore = new AccountStore(sql);
        PasswordHasher hasher = new PasswordHasher(hashing);
        LoginThrottle throttle = new LoginThrottle(sql, settings);
        Pauses pauses = new Pauses(vertx);
        Attempts attempts = new Attempts(throttle, pauses, new Turns<>());
        EvenAnswers even = new EvenAnswers(vertx);
        Secrets secrets = new Secrets();
        Settings.Recovery recovery = settings.recovery();
        PasswordService passwords = new PasswordService(rules, accountStore, hasher, attempts, sessions);
        AuthorizationStore authorizationStore = new AuthorizationStore(
                sql,
                recovery.authorizationCodeDays(),
                recovery.authorizationCodeAttempts(),
                recovery.authorizationCodePauseDays());
        AuthorizationService authorizations = new AuthorizationService(authorizationStore, attempts, even);
        AuthorizationCodes codes = new AuthorizationCodes(authorizationStore, secrets, outbox);
        RecoveryStore recoveryStore =
                new RecoveryStore(sql, recovery.mailsPerHour(), recovery.temporaryPasswordMinutes());
        return new Services(
                hashing,
                hasher,
                signing,
                keys,
                endedSessions,
                throttle,
                pauses,
                sessionStore,
                new CachingVerifier(keys, endedSessions, clock),
                issuer,
                new AccountService(rules, accountStore, hasher, authorizations),
                new AccountChangeService(
                        rules, accountStore, new AccountChangeStore(sql, outbox), hasher, passwords, endedSessions),
                passwords,
                sessions,
                authorizationStore,
                authorizations,
                codes,
                recoveryStore,
                new RecoveryService(
                        sql, recoveryStore, outbox, secrets, hasher, attempts, even, recovery.securityQuestions()),
                new Importer(vertx, sql, rules, hasher, codes));
    }

    private static List<Repeated> jobs(Vertx vertx, Services services, Settings.Auth settings) {
        return List.of(
                Repeated.every(KEYS_MILLIS, vertx, "reading the signing keys", services.keys()::rotate),
                Repeated.every(ENDED_SESSIONS_MILLIS, vertx, "reading ended sessions", services.endedSessions()::poll),
                Repeated.every(
                        CLEANING_MILLIS,
                        vertx,
                        "deleting old sessions",
                        () -> services.sessionStore().clean(settings.accessTokenSeconds())),
                Repeated.every(CLEANING_MILLIS, vertx, "deleting old failed log-ins", services.throttle()::clean),
                Repeated.every(
                        CLEANING_MILLIS, vertx, "deleting old temporary passwords", services.recoveryStore()::clean),
                Repeated.every(
                        CLEANING_MILLIS,
                        vertx,
                        "deleting old authorization codes",
                        services.authorizationStore()::clean));
    }
}

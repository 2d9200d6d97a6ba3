package org.creneau.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Locale;

/**
 * Everything an operator can set. The names are those of {@code conf/creneau.yaml}, where each is explained; the
 * environment variable of {@code http.port} is {@code CRENEAU_HTTP_PORT}, and so on.
 *
 * @param dataDir where embedded servers keep their data
 * @param migrate whether {@code serve} brings the database schema up to date itself
 * @param demoData which empty databases get the demo offer and demo clients
 * @param allowSeed whether {@code seed} may write test data and tokens
 * @param rateLimits off for load tests only; nothing else turns {@code limits} off
 */
public record Settings(
        String dataDir,
        boolean migrate,
        DemoData demoData,
        boolean allowSeed,
        Switch rateLimits,
        LimitSettings limits,
        Http http,
        Management management,
        Database database,
        Redis redis,
        Auth auth,
        ContactCentre contactCentre,
        Booking booking,
        Search search,
        PrivacySettings privacy,
        Desk desk,
        MailSettings mail,
        EventSettings events,
        OpenDataSettings openData,
        Log log) {

    /** Where clients reach this server, without a slash at the end. */
    public String publicUrl() {
        String url = http.publicUrl().isEmpty() ? mail.siteUrl() : http.publicUrl();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** The same with another database, for when an embedded one was started. */
    public Settings withDatabaseUrl(String url) {
        Database changed = new Database(
                url,
                database.poolSize,
                database.maxWaitQueue,
                database.connectTimeoutMillis,
                database.statementTimeoutMillis);
        return with(changed, redis, mail);
    }

    /** The same with another Redis, for when an embedded one was started. */
    public Settings withRedisUrl(String url) {
        Redis changed = new Redis(
                url, redis.poolSize, redis.maxWaitQueue, redis.connectTimeoutMillis, redis.commandTimeoutMillis);
        return with(database, changed, mail);
    }

    /** The same with a mail server on this machine that wants neither TLS nor a password: an embedded one. */
    public Settings withMailServer(String host, int port) {
        return with(database, redis, mail.at(host, port));
    }

    private Settings with(Database newDatabase, Redis newRedis, MailSettings newMail) {
        return new Settings(
                dataDir,
                migrate,
                demoData,
                allowSeed,
                rateLimits,
                limits,
                http,
                management,
                newDatabase,
                newRedis,
                auth,
                contactCentre,
                booking,
                search,
                privacy,
                desk,
                newMail,
                events,
                openData,
                log);
    }

    /** Which databases get the demo data, once, if they are empty. */
    public enum DemoData {
        EMBEDDED,
        ALWAYS,
        NEVER
    }

    /** On or off. */
    public enum Switch {
        ON,
        OFF;

        /** YAML reads an unquoted {@code on} as true, so both are taken. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Switch of(Object value) {
            return switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
                case "on", "true", "yes" -> ON;
                case "off", "false", "no" -> OFF;
                default -> throw new IllegalArgumentException("neither on nor off");
            };
        }
    }

    /**
     * The public server.
     *
     * @param port 0 takes any free one
     * @param instances event loops that serve HTTP; 0: one per core
     * @param maxBodyBytes of a request
     * @param requestTimeoutMillis after which a request is answered 503
     * @param drainTimeoutMillis how long requests in flight may take after SIGTERM
     * @param corsOrigins web pages of these origins may call
     * @param idleTimeoutSeconds after which a connection on which no request has come is closed
     * @param trustedProxies addresses whose {@code X-Forwarded-For} is believed
     * @param publicUrl where clients reach this server; empty: {@code mail.siteUrl}
     */
    public record Http(
            String host,
            @Range(min = 0, max = 65_535) int port,
            @Range(min = 0, max = 256) int instances,
            @Range(min = 1024, max = 16_777_216) int maxBodyBytes,
            @Range(min = 100, max = 300_000) long requestTimeoutMillis,
            @Range(min = 1, max = 86_400) int idleTimeoutSeconds,
            @Range(min = 0, max = 60_000) long drainTimeoutMillis,
            List<String> corsOrigins,
            List<String> trustedProxies,
            String publicUrl) {}

    /** Health and metrics, on a port of their own. */
    public record Management(
            String host, @Range(min = 0, max = 65_535) int port) {}

    /**
     * PostgreSQL.
     *
     * @param url empty: an embedded server
     * @param poolSize connections for reads and accounts; bookings have one more per instance
     * @param maxWaitQueue requests that may wait for a connection
     */
    public record Database(
            String url,
            @Range(min = 1, max = 1000) int poolSize,
            @Range(min = 1, max = 1_000_000) int maxWaitQueue,
            @Range(min = 100, max = 60_000) long connectTimeoutMillis,
            @Range(min = 100, max = 60_000) long statementTimeoutMillis) {

        /** Without the URL, which holds a password. */
        @Override
        public String toString() {
            return "Database[poolSize=" + poolSize + ", maxWaitQueue=" + maxWaitQueue + "]";
        }
    }

    /**
     * Redis.
     *
     * @param url empty: an embedded server; several, separated by commas: a cluster
     * @param maxWaitQueue commands that may wait for a connection: at least what the sweeper and the counting of seats left
     *     send at once, else these could never do their work
     */
    public record Redis(
            String url,
            @Range(min = 1, max = 1000) int poolSize,
            @Range(min = 200, max = 1_000_000) int maxWaitQueue,
            @Range(min = 100, max = 60_000) long connectTimeoutMillis,
            @Range(min = 50, max = 60_000) long commandTimeoutMillis) {

        /** Whether the URL names several servers. */
        public boolean cluster() {
            return url.contains(",");
        }

        /** Without the URL, which holds a password. */
        @Override
        public String toString() {
            return "Redis[poolSize=" + poolSize + ", maxWaitQueue=" + maxWaitQueue + "]";
        }
    }

    /**
     * Accounts and tokens.
     *
     * @param signingKeyDays after which a new key signs; the old one stays published until its tokens are over
     * @param freeAttempts wrong passwords in a row, for one user code from one address, before the next has to wait
     * @param lockSeconds the longest wait between two attempts
     * @param freeAttemptsAnywhere wrong passwords for one user code from all addresses before answers slow down
     * @param slowMillis the longest such delay
     */
    public record Auth(
            String issuer,
            String audience,
            @Range(min = 10, max = 86_400) long accessTokenSeconds,
            @Range(min = 60, max = 31_536_000) long refreshTokenSeconds,
            @Range(min = 1, max = 3650) int signingKeyDays,
            PasswordPolicy password,
            @Range(min = 1, max = 256) int hashingThreads,
            @Range(min = 1, max = 100_000) int hashingQueue,
            @Range(min = 1, max = 100) int freeAttempts,
            @Range(min = 1, max = 86_400) long lockSeconds,
            @Range(min = 1, max = 1_000_000) int freeAttemptsAnywhere,
            @Range(min = 0, max = 60_000) long slowMillis,
            Recovery recovery) {}

    /**
     * What helps those who have forgotten something, and those whom a partner has registered.
     *
     * @param authorizationCodeDays how long the code by which an account is linked to a registration is good
     * @param authorizationCodePauseDays for which no code is given after somebody other than the client has changed the e-mail
     *     address of the registration; 0: none
     * @param authorizationCodeAttempts with one code, but without what must come with it, before it is void
     * @param temporaryPasswordMinutes how long one is good
     * @param mailsPerHour of each kind, to one account
     * @param partnerFailuresPerHour people whom one partner's system or employee names and who are nobody, or not those
     * @param securityQuestions whether a temporary password also needs the answer to a security question
     */
    public record Recovery(
            @Range(min = 1, max = 365) int authorizationCodeDays,
            @Range(min = 0, max = 90) int authorizationCodePauseDays,
            @Range(min = 1, max = 1000) int authorizationCodeAttempts,
            @Range(min = 1, max = 1440) int temporaryPasswordMinutes,
            @Range(min = 1, max = 60) int mailsPerHour,
            boolean securityQuestions,
            @Range(min = 1, max = 100_000) int partnerFailuresPerHour) {}

    /** The telephone numbers of those who help (guide 4.2, 4.3), for Montréal, the rest of Quebec, and abroad. */
    public record ContactCentre(String montreal, String elsewhere, String abroad) {}

    /** Guide 1.1: 8 to 16 letters and digits together; an operator may raise the upper limit. */
    public record PasswordPolicy(
            @Range(min = 8, max = 128) int minLength,
            @Range(min = 8, max = 128) int maxLength) {}

    /**
     * Bookings; see "How a booking travels" in the README.
     *
     * @param instances event loops among which the slots are divided; 0: one per core
     * @param batchSize requests in one statement
     * @param maxQueue requests that may wait in one instance
     * @param insertDeadlineMillis after which an insert of a seat taken in Redis does nothing
     * @param sweepMillis how often seats are compared between Redis and PostgreSQL
     * @param fullMemoryMillis how long a node believes that a slot is full without asking
     * @param settleMillis how often bookings of slots that are over are ended
     * @param holdMinutes how long a seat is held when nothing else is asked for
     * @param maxHoldMinutes how long it is held at most
     */
    public record Booking(
            @Range(min = 0, max = 256) int instances,
            @Range(min = 1, max = 10_000) int batchSize,
            @Range(min = 1, max = 1_000_000) int maxQueue,
            @Range(min = 100, max = 60_000) long insertDeadlineMillis,
            @Range(min = 100, max = 60_000) long sweepMillis,
            @Range(min = 0, max = 60_000) long fullMemoryMillis,
            @Range(min = 100, max = 3_600_000) long settleMillis,
            @Range(min = 1, max = 1440) int holdMinutes,
            @Range(min = 1, max = 1440) int maxHoldMinutes) {}

    /**
     * Slot search.
     *
     * @param slotRefreshMillis how often new and changed slots are read
     * @param leftRefreshMillis how often the seats left are read
     * @param listeners streams of seats left that may be open at once, on each node
     * @param listenersPerAddress of them, from one client's address
     */
    public record Search(
            @Range(min = 50, max = 60_000) long slotRefreshMillis,
            @Range(min = 50, max = 60_000) long leftRefreshMillis,
            @Range(min = 0, max = 1_000_000) int listeners,
            @Range(min = 0, max = 1_000_000) int listenersPerAddress) {}

    /**
     * What employees do for clients.
     *
     * @param attendanceDays after the end of a slot, for which attendance can be marked and corrected
     */
    public record Desk(@Range(min = 0, max = 3_650) int attendanceDays) {}

    /** The log, on standard error. */
    public record Log(LogFormat format, String level) {}

    /** For people or for machines. */
    public enum LogFormat {
        TEXT,
        JSON
    }
}

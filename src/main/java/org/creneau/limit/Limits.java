package org.creneau.limit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import org.creneau.config.LimitSettings;
import org.jspecify.annotations.Nullable;

/** All limits of a node. */
public final class Limits {

    /** Connections to Redis (each node of it) that a client for this should have. */
    public static final int CONNECTIONS = SharedCounts.CONNECTIONS;

    /** So late the other nodes learn what somebody did here, when nobody asks Redis for each call. */
    private static final long COMPARE_MILLIS = 1_000;

    private final Limit addresses;
    private final Limit accounts;
    private final Limit logIns;
    private final Limit newAccounts;
    private final Limit refreshes;
    private final Limit passwordChanges;
    private final Limit exports;
    private final Limit recoveries;
    private final Limit accountChanges;
    private final Limit partners;
    private final Limit partnerLogIns;
    private final Limit partnerTokens;
    private final Limit partnerRegistrations;
    private final Limit letters;
    private final Limit employeeChanges;
    private volatile boolean closed;

    private Limits(LimitSettings settings, @Nullable SharedCounts shared) {
        addresses = new Limit(perMinute("address", settings.requestsPerAddress()), shared, true);
        accounts = new Limit(perMinute("account", settings.requestsPerAccount()), shared, true);
        logIns = new Limit(perMinute("log-in", settings.logInsPerAddress()), shared, false);
        newAccounts = new Limit(perMinute("new-account", settings.newAccountsPerAddress()), shared, false);
        refreshes = new Limit(perMinute("refresh", settings.refreshesPerAddress()), shared, false);
        passwordChanges = new Limit(perMinute("password-change", settings.passwordChangesPerAccount()), shared, false);
        exports = new Limit(perMinute("export", settings.exportsPerAccount()), shared, false);
        recoveries = new Limit(perMinute("recovery", settings.recoveriesPerAddress()), shared, false);
        accountChanges = new Limit(perMinute("account-change", settings.accountChangesPerAccount()), shared, false);
        partners = new Limit(perMinute("partner", settings.requestsPerPartner()), shared, true);
        partnerLogIns = new Limit(perMinute("partner-log-in", settings.partnerLogInsPerAddress()), shared, false);
        partnerTokens = new Limit(perMinute("partner-token", settings.tokensPerPartner()), shared, false);
        partnerRegistrations =
                new Limit(perMinute("partner-registration", settings.registrationsPerPartner()), shared, false);
        letters = new Limit(perMinute("letter", settings.lettersPerPartner()), shared, false);
        employeeChanges = new Limit(
                new Quota("employee-change", settings.employeeChangesPerAccountAnHour(), Quota.HOUR_SECONDS),
                shared,
                false);
    }

    private static Quota perMinute(String name, int calls) {
        return new Quota(name, calls, Quota.MINUTE_SECONDS);
    }

    /** For a node that is alone. */
    public static Limits alone(LimitSettings settings) {
        return new Limits(settings, null);
    }

    /**
     * Shared with all nodes that use this Redis.
     *
     * @param redis of its own, so that a crowd that logs in never takes the connections by which seats are taken
     */
    public static Limits shared(LimitSettings settings, Vertx vertx, Redis redis) {
        Limits limits = new Limits(settings, new SharedCounts(vertx, redis));
        limits.compareLater(vertx);
        return limits;
    }

    /** Calls from one address that have no limit of their own below. */
    public Limit addresses() {
        return addresses;
    }

    /** The same of one account, which only its own authenticated calls count for. */
    public Limit accounts() {
        return accounts;
    }

    /** Log-ins from one address; confirmed, like all that follow. */
    public Limit logIns() {
        return logIns;
    }

    public Limit newAccounts() {
        return newAccounts;
    }

    public Limit refreshes() {
        return refreshes;
    }

    /** Of one account. */
    public Limit passwordChanges() {
        return passwordChanges;
    }

    /** Of one account. */
    public Limit exports() {
        return exports;
    }

    /** What was forgotten, and authorization codes, from one address. */
    public Limit recoveries() {
        return recoveries;
    }

    /** Of one account. */
    public Limit accountChanges() {
        return accountChanges;
    }

    /** Calls of one partner's system, in place of those of an account; compared, not confirmed. */
    public Limit partners() {
        return partners;
    }

    /** Attempts of partners' systems to get a token, from one address. */
    public Limit partnerLogIns() {
        return partnerLogIns;
    }

    /** Tokens for one partner's system, for which only what it has proved to ask for itself counts. */
    public Limit partnerTokens() {
        return partnerTokens;
    }

    /** People registered by one partner's system. */
    public Limit partnerRegistrations() {
        return partnerRegistrations;
    }

    /** Letters printed for one partner's system. */
    public Limit letters() {
        return letters;
    }

    /** What one manager does to the roster, in an hour. */
    public Limit employeeChanges() {
        return employeeChanges;
    }

    /** Stops comparing. Calls may still be counted. */
    public void close() {
        closed = true;
    }

    private void compareLater(Vertx vertx) {
        vertx.setTimer(COMPARE_MILLIS, timer -> {
            if (!closed) {
                Future.join(addresses.compare(), accounts.compare(), partners.compare())
                        .onComplete(done -> compareLater(vertx));
            }
        });
    }
}

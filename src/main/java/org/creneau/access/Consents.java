package org.creneau.access;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.core.LocalText;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** Whom clients let use their file (guide 4.9): given by using an organisation, ended by withdrawing it. */
public final class Consents {

    private final ConsentStore store;

    public Consents(Pool pool) {
        store = new ConsentStore(new Sql(pool));
    }

    /**
     * SQL: whether the client has consented to the organisation's use of the file, and not withdrawn it.
     *
     * @param clientId column or parameter
     * @param organisation column or parameter
     */
    public static String isGiven(String clientId, String organisation) {
        return """
                exists (select from consent where consent.client_id = %s
                        and consent.organisation_id = %s and consent.withdrawn_at is null)""".formatted(clientId, organisation);
    }

    /**
     * The latest consent to one organisation.
     *
     * @param withdrawnAt null: it holds
     */
    public record Consent(
            String organisation,
            LocalText name,
            Instant givenAt,
            @Nullable Instant withdrawnAt) {}

    /** Notes that the client uses the organisation. */
    public static Future<Given> give(SqlClient within, UUID clientId, String organisation) {
        return ConsentStore.latest(within, clientId, organisation)
                .compose(before -> ConsentStore.give(within, clientId, organisation)
                        .map(now -> new Given(now, now ? before.orElse(null) : null)));
    }

    /**
     * What it comes to that a consent is given.
     *
     * @param now false: it was given already, or the client is being erased
     * @param withdrawn the one before, which the client had withdrawn; null: there was none
     */
    public record Given(boolean now, @Nullable Consent withdrawn) {}

    /** One of each organisation, up to a thousand, the newest first. */
    public Future<List<Consent>> of(UUID clientId) {
        return store.latest(clientId);
    }

    /**
     * Withdraws the consent to an organisation: what asks {@link Access} from now on is refused.
     *
     * @return the consent that is withdrawn, now or before; empty when there never was one
     */
    public static Future<Optional<Withdrawn>> withdraw(SqlClient within, UUID clientId, String organisation) {
        return ConsentStore.withdraw(within, clientId, organisation)
                .compose(now -> ConsentStore.latest(within, clientId, organisation)
                        .map(latest -> latest.map(consent -> new Withdrawn(consent, now))));
    }

    /**
     * The end of a consent.
     *
     * @param now false: it had ended before
     */
    public record Withdrawn(Consent consent, boolean now) {}
}

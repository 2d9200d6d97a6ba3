package org.creneau.partner;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.ZoneId;
import java.util.Set;
import org.creneau.access.Access;
import org.creneau.audit.AuditLog;
import org.creneau.auth.Auth;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Sql;

/** The feature, put together. */
public final class PartnerFeature {

    /** All that instances of the verticle share. */
    record Services(
            TokenService tokens, PartnerSystemService systems, PartnerClientService clients, LetterService letters) {}

    private final Services services;

    private PartnerFeature(Services services) {
        this.services = services;
    }

    public static PartnerFeature create(
            Vertx vertx, Pool pool, Settings settings, Auth auth, AuditLog auditLog, DatabaseClock clock) {
        Sql sql = new Sql(pool);
        Access access = new Access(pool);
        long timeoutMillis = settings.http().requestTimeoutMillis();
        Letters letters =
                new Letters(settings.mail().siteUrl(), ZoneId.of(settings.mail().zone()));
        return new PartnerFeature(new Services(
                new TokenService(
                        new PartnerSystemStore(sql),
                        new Assertions(vertx, audiences(settings.publicUrl()), clock),
                        auth,
                        settings.auth().accessTokenSeconds()),
                new PartnerSystemService(pool, auditLog, auth::sessionsEnded),
                new PartnerClientService(vertx, access, timeoutMillis),
                new LetterService(
                        vertx, sql, access, auth.authorizationCodes(), auditLog, letters, clock, timeoutMillis)));
    }

    private static Set<String> audiences(String publicUrl) {
        return Set.of(publicUrl, publicUrl + PartnerTokens.PATH);
    }

    /** One more instance. */
    public PartnerVerticle verticle() {
        return new PartnerVerticle(services);
    }
}

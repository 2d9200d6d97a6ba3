package org.creneau.partner;

import io.vertx.sqlclient.Pool;
import org.creneau.audit.AuditLog;
import org.creneau.auth.Auth;
import org.creneau.config.Settings;
import org.creneau.core.Sql;

/** The feature, put together. */
public final class PartnerFeature {

    /** All that instances of the verticle share. */
    record Services(TokenService tokens, PartnerSystemService systems) {}

    private final Services services;

    private PartnerFeature(Services services) {
        this.services = services;
    }

    public static PartnerFeature create(Pool pool, Settings settings, Auth auth, AuditLog auditLog) {
        PartnerSystemStore systems = new PartnerSystemStore(new Sql(pool));
        return new PartnerFeature(new Services(
                new TokenService(systems, auth, settings.auth().accessTokenSeconds()),
                new PartnerSystemService(pool, auditLog, auth::sessionsEnded)));
    }

    /** One more instance. */
    public PartnerVerticle verticle() {
        return new PartnerVerticle(services);
    }
}

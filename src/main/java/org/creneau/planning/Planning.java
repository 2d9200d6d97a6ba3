package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.function.Supplier;
import org.creneau.audit.AuditLog;
import org.creneau.catalogue.CatalogueLoader;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Repeated;
import org.creneau.core.Sql;

/** The feature, put together, with its jobs. Close it before the pool. */
public final class Planning implements AutoCloseable {

    private static final long REPLAN_MILLIS = 2_000;
    private static final long KEYS_MILLIS = 60_000;

    private final SlotService slots;
    private final ReleasePlanService plans;
    private final TemplateService templates;
    private final TemplatePublication publication;
    private final OfferEditService edits;
    private final List<Repeated> jobs;

    private Planning(
            SlotService slots,
            ReleasePlanService plans,
            TemplateService templates,
            TemplatePublication publication,
            OfferEditService edits,
            List<Repeated> jobs) {
        this.slots = slots;
        this.plans = plans;
        this.templates = templates;
        this.publication = publication;
        this.edits = edits;
        this.jobs = jobs;
    }

    /**
     * Begins the jobs.
     *
     * @param published has this node read what slots were written
     */
    public static Planning start(
            Vertx vertx,
            Pool pool,
            CatalogueLoader catalogue,
            AuditLog auditLog,
            DatabaseClock clock,
            Supplier<Future<Void>> published) {
        Sql sql = new Sql(pool);
        ReleasePlanStore planStore = new ReleasePlanStore(sql, auditLog);
        SlotReads reads = new SlotReads(sql);
        SlotInserts inserts = new SlotInserts(sql, auditLog);
        SlotPlanner planner = new SlotPlanner(vertx, catalogue, clock, planStore);
        ReleasePlanService plans =
                new ReleasePlanService(vertx, catalogue, clock, planStore, new ReplanChanges(sql), published);
        TemplateService templates =
                new TemplateService(vertx, catalogue, clock, new TemplateStore(sql), planStore, auditLog);
        return new Planning(
                new SlotService(vertx, catalogue, planner, reads, inserts, published),
                plans,
                templates,
                new TemplatePublication(vertx, templates, planner, reads, inserts, published),
                OfferEditService.of(pool, auditLog, catalogue),
                List.of(
                        Repeated.every(REPLAN_MILLIS, vertx, "moving openings to a changed plan", plans::replanAll),
                        Repeated.every(KEYS_MILLIS, vertx, "forgetting request keys", inserts::forgetKeys)));
    }

    /** One more instance. */
    public PlanningVerticle verticle() {
        return new PlanningVerticle(slots, plans, templates, publication, edits);
    }

    @Override
    public void close() {
        jobs.forEach(Repeated::close);
    }
}

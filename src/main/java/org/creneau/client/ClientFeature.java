package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import org.creneau.access.Access;
import org.creneau.access.Consents;
import org.creneau.audit.AuditLog;
import org.creneau.auth.AuthorizationCodes;
import org.creneau.catalogue.CatalogueSource;
import org.creneau.catalogue.OrganisationSearch;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Repeated;
import org.creneau.core.Sql;
import org.creneau.notification.Outbox;

/** The feature, put together. Close it after the verticles, before the pool. */
public final class ClientFeature implements AutoCloseable {

    /** Option lists change once in months. */
    private static final long OPTIONS_MILLIS = 30_000;

    private static final long CLEANING_MILLIS = 60_000;

    /** All that the verticles share. */
    record Services(
            OptionMemory options,
            RegistrationService registrations,
            DraftService drafts,
            FileService files,
            IntroductionService introductions,
            ConsentService consents,
            MyOfferService offers) {}

    private final Services services;
    private final List<Repeated> jobs;

    private ClientFeature(Services services, List<Repeated> jobs) {
        this.services = services;
        this.jobs = jobs;
    }

    /**
     * Ready once the option lists have been read.
     *
     * @param codes for whom partners register
     * @param mostRefusals of one partner's system in an hour
     * @param timeoutMillis how long a question to another feature may take
     */
    public static Future<ClientFeature> start(
            Vertx vertx,
            Pool pool,
            CatalogueSource catalogue,
            OrganisationSearch organisations,
            DatabaseClock clock,
            AuthorizationCodes codes,
            int mostRefusals,
            long timeoutMillis) {
        Sql sql = new Sql(pool);
        OptionMemory options = new OptionMemory(new OptionStore(sql));
        FormRules rules = new FormRules(options, clock);
        FileStore files = new FileStore(sql);
        DraftStore drafts = new DraftStore(sql);
        Outbox outbox = new Outbox();
        PersonStore persons = new PersonStore(sql);
        Recogniser recogniser = new Recogniser(persons, new Guesses(persons));
        Enrolment enrolment = new Enrolment(sql, outbox);
        AuditLog auditLog = new AuditLog(pool);
        IntroductionStore introductions = new IntroductionStore(sql);
        Services services = new Services(
                options,
                new RegistrationService(rules, files, drafts, recogniser, enrolment),
                new DraftService(rules, files, drafts, recogniser),
                new FileService(sql, rules, files, outbox, auditLog),
                new IntroductionService(
                        sql,
                        new Access(pool),
                        rules,
                        introductions,
                        recogniser,
                        enrolment,
                        new IntroductionMails(enrolment, outbox, codes),
                        auditLog,
                        mostRefusals),
                new ConsentService(sql, new Consents(pool), auditLog),
                new MyOfferService(vertx, new MyOfferStore(sql), files, catalogue, organisations, timeoutMillis));
        return options.refresh()
                .map(read -> new ClientFeature(
                        services,
                        List.of(
                                Repeated.every(OPTIONS_MILLIS, vertx, "reading the option lists", options::refresh),
                                Repeated.every(
                                        CLEANING_MILLIS,
                                        vertx,
                                        "deleting old keys of registrations",
                                        introductions::clean),
                                Repeated.every(
                                        CLEANING_MILLIS, vertx, "deleting old counts of attempts", persons::clean))));
    }

    /** One more instance; all share their state. */
    public ClientVerticle verticle() {
        return new ClientVerticle(services);
    }

    @Override
    public void close() {
        jobs.forEach(Repeated::close);
    }
}

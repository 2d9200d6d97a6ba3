package org.creneau.loadtest.compare;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.creneau.config.RedisUrl;
import org.creneau.config.Settings;
import org.creneau.config.SettingsLoader;
import org.creneau.loadtest.node.Cleanup;
import org.creneau.loadtest.node.Servers;
import org.creneau.ops.Migrations;
import org.creneau.ops.Violation;

/** Everything that a comparison needs before it begins: servers, databases, clients, running subjects. Blocks. */
final class Stage {

    private final Plan plan;
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final Cleanup cleanup;
    private final Map<String, Subject> subjects = new LinkedHashMap<>();
    private final Map<String, Settings> settings = new LinkedHashMap<>();
    private final List<byte[]> tokens;
    private final Servers servers;

    /** @param cleanup gets everything that is started, also when not all of it can be */
    Stage(Plan plan, Progress progress, Cleanup cleanup) {
        this.plan = plan;
        this.cleanup = cleanup;
        cleanup.add(() -> Generator.await(vertx.close()));
        progress.tell("starting PostgreSQL and Redis");
        servers = new Servers(plan.databaseUrl(), plan.redisUrl(), plan.folder().resolve("servers"));
        cleanup.add(servers);
        servers.start();
        Databases databases = new Databases(servers.databaseUrl());
        if (!plan.databaseUrl().isEmpty()) {
            cleanup.add(databases); // an embedded server takes them with it
        }
        String prefix = "compare_" + ProcessHandle.current().pid() + "_";
        String template = databases.create(prefix + "template");
        new Migrations(template).migrate();
        progress.tell("making " + plan.clients() + " clients and their tokens");
        try (Clientele clientele = clientele(settings(template, servers.redisUrl()))) {
            tokens = Loads.ascii(Generator.await(clientele.add(vertx, plan.clients())));
        }
        PastBookings.write(new HotSlots(template));
        for (String name : plan.subjects()) {
            progress.tell("starting " + name);
            String database = databases.copy(prefix + "template", prefix + name.replace('-', '_'));
            start(name, database, redisUrl(servers.redisUrl(), subjects.size()));
        }
    }

    Subject subject(String name) {
        return Objects.requireNonNull(subjects.get(name), name);
    }

    /** Of clients that every subject knows, in ASCII. */
    List<byte[]> tokens() {
        return tokens;
    }

    Servers servers() {
        return servers;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Tokens that the subject has not seen yet. */
    List<byte[]> freshTokens(String subject, int count) {
        try (Clientele clientele = clientele(settingsOf(subject))) {
            return Loads.ascii(Generator.await(clientele.add(vertx, count)));
        }
    }

    /** What breaks an invariant in the subject's database. */
    List<Violation> violations(String subject) {
        subject(subject).hotSlots().settle(); // with statistics of an empty table, the checker's plans take minutes
        try (Clientele clientele = clientele(settingsOf(subject))) {
            return Generator.await(clientele.violations());
        }
    }

    private void start(String name, String databaseUrl, String redisUrl) {
        if (name.equals(Subject.CRENEAU)) {
            SearchOffer.write(new HotSlots(databaseUrl), SearchOffer.SLOTS);
        }
        Subject subject = Subject.start(name, databaseUrl, redisUrl, plan);
        cleanup.add(subject);
        subjects.put(name, subject);
        settings.put(name, settings(databaseUrl, redisUrl));
    }

    private Settings settingsOf(String subject) {
        return Objects.requireNonNull(settings.get(subject), subject);
    }

    private Clientele clientele(Settings of) {
        return Generator.await(Clientele.of(vertx, of));
    }

    private static Settings settings(String databaseUrl, String redisUrl) {
        // The checker looks at every booking of the run.
        return SettingsLoader.defaults(
                Map.of("database.url", databaseUrl, "redis.url", redisUrl, "database.statementTimeoutMillis", "60000"));
    }

    /** Each subject has a database of its own in the one Redis, after that of the URL. */
    private static String redisUrl(String url, int index) {
        RedisUrl parsed = RedisUrl.parseAll(url).get(0);
        String base =
                parsed.number() == 0 && !url.matches(".*:[0-9]+/0?") ? url : url.substring(0, url.lastIndexOf('/'));
        return base + "/" + (parsed.number() + index);
    }
}

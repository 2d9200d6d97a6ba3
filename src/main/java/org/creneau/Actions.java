package org.creneau;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.creneau.audit.AuditLog;
import org.creneau.auth.Auth;
import org.creneau.auth.ImportRequest;
import org.creneau.auth.ImportResult;
import org.creneau.booking.SeatDifference;
import org.creneau.booking.SeatReconciliation;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.notification.DeadLetters;
import org.creneau.ops.DatabaseChecker;
import org.creneau.ops.Migrations;
import org.creneau.ops.SeedRequest;
import org.creneau.ops.Seeder;
import org.creneau.ops.Violation;
import org.creneau.partner.PartnerSystemService;
import org.creneau.seat.Seats;
import org.creneau.slot.SlotStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the commands do. Results go to standard output, one a line; the exit code tells whether all is well. */
final class Actions {

    private static final int FOUND_SOMETHING = 1;

    /** Long enough for a day of load tests. */
    private static final Duration SEED_TOKEN_LIFETIME = Duration.ofHours(12);

    private static final Logger log = LoggerFactory.getLogger(Actions.class);
    private static final int CLOSE_SECONDS = 2;

    private Actions() {}

    static int serve(Settings configured) {
        return new Serving(configured).run();
    }

    static int seed(Settings settings, Commands.SeedOptions options) {
        return with(
                settings,
                ServerChecks::all,
                (vertx, connections) -> Auth.start(vertx, connections.pool(), settings.auth(), new DatabaseClock())
                        .compose(auth -> new Seeder(vertx, connections.pool())
                                .seed(
                                        new SeedRequest(
                                                options.clients(),
                                                options.slots(),
                                                options.capacity(),
                                                options.opensInSeconds()),
                                        clients -> auth.issuer().issue(clients, SEED_TOKEN_LIFETIME),
                                        options.tokens())
                                .onComplete(done -> auth.close()))
                        .map(seeded -> {
                            seeded.slotIds().forEach(System.out::println);
                            return 0;
                        }));
    }

    static int importFiles(Settings settings, ImportRequest request) {
        return with(
                settings,
                ServerChecks::database,
                (vertx, connections) -> new Migrations(settings.database().url())
                        .requireCurrent(vertx)
                        .compose(current -> Auth.start(vertx, connections.pool(), settings.auth(), new DatabaseClock()))
                        .compose(auth -> auth.importer().run(request).onComplete(done -> auth.close()))
                        .map(result -> report(result, request.dryRun())));
    }

    private static int report(ImportResult result, boolean dryRun) {
        if (result instanceof ImportResult.Refused refused) {
            refused.errors().forEach(System.out::println);
            log.error("{} errors, nothing was imported", refused.total());
            return FOUND_SOMETHING;
        }
        ImportResult.Counts counts = ((ImportResult.Done) result).counts();
        System.out.println("persons: " + counts.persons() + " read, " + counts.newPersons() + " new, "
                + counts.changedPersons() + " changed");
        System.out.println("accounts: " + counts.accounts() + " read, " + counts.newAccounts() + " new, "
                + counts.authorizationCodes() + " authorization codes sent");
        if (dryRun) {
            log.info("this was a dry run: nothing was imported");
        }
        return 0;
    }

    static int reconcile(Settings settings, boolean repair) {
        return with(settings, ServerChecks::all, (vertx, connections) -> {
            Seats seats = Seats.create(
                    vertx,
                    connections.redis(),
                    settings.redis().cluster(),
                    settings.redis().commandTimeoutMillis());
            SeatReconciliation reconciliation = new SeatReconciliation(settings, connections.bookings(1), seats);
            return new SlotStore(connections.pool(), new DatabaseClock())
                    .upcomingIds()
                    .compose(slots -> reconciliation.reconcile(slots, repair))
                    .map(differences -> report(differences, repair));
        });
    }

    static int check(Settings settings) {
        return with(
                settings,
                ServerChecks::database,
                (vertx, connections) ->
                        new DatabaseChecker(connections.pool()).check().map(Actions::report));
    }

    static int staff(Settings settings, StaffCommand.Options options) {
        return with(
                settings,
                ServerChecks::database,
                (vertx, connections) -> new Migrations(settings.database().url())
                        .requireCurrent(vertx)
                        .compose(current -> new StaffAction(connections.pool()).run(options)));
    }

    static int mail(Settings settings, boolean retry) {
        return with(settings, ServerChecks::database, (vertx, connections) -> {
            DeadLetters letters = new DeadLetters(connections.pool());
            return retry
                    ? letters.retry().map(count -> {
                        log.info("{} mails are tried again", count);
                        return 0;
                    })
                    : letters.list().map(found -> {
                        found.forEach(letter -> System.out.println(letter.describe()));
                        if (found.isEmpty()) {
                            log.info("no mail was given up");
                        }
                        return 0;
                    });
        });
    }

    static int partners(Settings settings, PartnerCommands.Work work) {
        return with(
                settings,
                ServerChecks::database,
                (vertx, connections) -> new Migrations(settings.database().url())
                        .requireCurrent(vertx)
                        .compose(current -> {
                            // Nodes that serve find out in the database whose tokens have ended.
                            AuditLog auditLog = new AuditLog(connections.pool());
                            return work.apply(new PartnerSystemService(connections.pool(), auditLog, ended -> {}));
                        })
                        .map(Actions::report));
    }

    static int organisations(Settings settings, OrganisationCommands.Work work) {
        return with(
                settings,
                ServerChecks::database,
                (vertx, connections) -> new Migrations(settings.database().url())
                        .requireCurrent(vertx)
                        .compose(current -> OrganisationAction.start(vertx, connections.pool()))
                        .compose(work)
                        .map(Actions::report));
    }

    private static int report(Outcome outcome) {
        outcome.output().forEach(System.out::println);
        if (outcome.refusal().isEmpty()) {
            return 0;
        }
        log.error("{}; nothing was done", outcome.refusal());
        return FOUND_SOMETHING;
    }

    private static int report(List<SeatDifference> differences, boolean repaired) {
        for (SeatDifference difference : differences) {
            UUID slot = difference.slotId();
            System.out.println("slot " + slot + ": " + difference.describe());
        }
        if (differences.isEmpty()) {
            log.info("no differences: Redis agrees with PostgreSQL");
        }
        return differences.isEmpty() || repaired ? 0 : FOUND_SOMETHING;
    }

    private static int report(List<Violation> violations) {
        violations.forEach(System.out::println);
        if (violations.isEmpty()) {
            log.info("no violations: all invariants hold");
        }
        return violations.isEmpty() ? 0 : FOUND_SOMETHING;
    }

    /** Runs something short on a Vert.x and connections of its own, once the servers that it uses answer. */
    private static int with(
            Settings settings,
            Function<ServerChecks, Future<Void>> needed,
            BiFunction<Vertx, Connections, Future<Integer>> action) {
        Vertx vertx = Vertx.vertx();
        try {
            Connections connections = new Connections(vertx, settings);
            return await(needed.apply(new ServerChecks(vertx, settings))
                    .compose(reachable -> onEventLoop(vertx, () -> action.apply(vertx, connections)))
                    .eventually(connections::close));
        } finally {
            // From here, not from an event loop: a result that waits for an event loop to end could never be delivered
            // on it.
            close(vertx);
        }
    }

    /** Not for ever: the process ends next, and what was found is not to be held up by a connection that hangs. */
    private static void close(Vertx vertx) {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("the end of Vert.x is not waited for any longer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Future<Integer> onEventLoop(Vertx vertx, Supplier<Future<Integer>> action) {
        Promise<Integer> promise = Promise.promise();
        vertx.runOnContext(now -> action.get().onComplete(promise));
        return promise.future();
    }

    /** Blocks the main thread, which has nothing else to do. */
    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException expected
                    ? expected
                    : e.getCause() instanceof IOException broken ? new UncheckedIOException(broken) : e;
        }
    }
}

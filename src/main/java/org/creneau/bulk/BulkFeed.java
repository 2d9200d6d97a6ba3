package org.creneau.bulk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.creneau.config.OpenDataSettings;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Rounds;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotView;
import org.creneau.slot.Slots;
import org.jspecify.annotations.Nullable;

/**
 * The public offer as a SMART Scheduling Links feed. It is written when somebody asks for it and the last one is too old,
 * once for all who ask meanwhile, and not on an event loop; so crowds cost what one asker costs. For all event loops.
 */
public final class BulkFeed {

    /** Where its files are on this server. */
    public static final String PATH = "/fhir/";

    /** Asked for at once, and in one file: a megabyte or so. There are as many as the search has in memory. */
    private static final int SLOTS = 2_000;

    private final Vertx vertx;
    private final OpenDataSettings settings;
    private final DatabaseClock clock;
    private final long timeoutMillis;
    private final int slots;
    private final FhirResources fhir;
    private final String address;

    /** What was written last, or is being written. */
    private record Written(Future<Publication> publication, long begunNanos) {}

    private final AtomicReference<@Nullable Written> last = new AtomicReference<>();

    /** @param publicUrl of this server, with which the feed's files are named */
    public BulkFeed(Vertx vertx, OpenDataSettings settings, String publicUrl, DatabaseClock clock, long timeoutMillis) {
        this(vertx, settings, publicUrl, clock, timeoutMillis, SLOTS);
    }

    /** @param slots that are asked for at once, and in one file */
    BulkFeed(
            Vertx vertx,
            OpenDataSettings settings,
            String publicUrl,
            DatabaseClock clock,
            long timeoutMillis,
            int slots) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.timeoutMillis = timeoutMillis;
        this.slots = slots;
        this.fhir = new FhirResources(settings.bookingUrl());
        this.address = publicUrl + PATH;
    }

    /** As it is, or was some seconds ago. */
    public Future<Publication> current() {
        Written known = last.get();
        if (known != null && isGood(known)) {
            return known.publication();
        }
        Promise<Publication> promise = Promise.promise();
        Written mine = new Written(promise.future(), System.nanoTime());
        if (!last.compareAndSet(known, mine)) {
            return current(); // somebody else was faster
        }
        write(known).onComplete(promise);
        return mine.publication();
    }

    private boolean isGood(Written known) {
        boolean young = System.nanoTime() - known.begunNanos() < TimeUnit.SECONDS.toNanos(settings.refreshSeconds());
        return !known.publication().isComplete()
                || (young && known.publication().succeeded());
    }

    private Future<Publication> write(@Nullable Written before) {
        @Nullable
        Publication known = before == null || before.publication().failed()
                ? null
                : before.publication().result();
        return offered()
                .compose(views -> vertx.executeBlocking(
                        () -> Publication.of(views, slots, fhir, address, clock.now(), known), false));
    }

    /** All of them, a few at a time: no event loop is kept busy for long. */
    private Future<List<SlotView>> offered() {
        List<SlotView> all = new ArrayList<>();
        return Rounds.whileTrue(() -> {
                    Slot last = all.isEmpty() ? null : all.get(all.size() - 1).slot();
                    return Slots.OFFERED
                            .request(vertx, new Slots.Offered(last, slots), timeoutMillis)
                            .map(some -> all.addAll(some) && some.size() == slots);
                })
                .map(all);
    }
}

package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.creneau.booking.Bookings.Book;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.core.DatabaseClock;
import org.creneau.slot.Offers;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EarlyRefusalsTest {

    private static final UUID HOLDER = UUID.randomUUID();
    private static final BookResult ANSWER = new BookResult.AlreadyBooked();

    private final Slot slot =
            Offers.slot(Offers.SESSION, Offers.MONTREAL, Instant.now().plus(Duration.ofDays(2)));
    private final Slot begun =
            Offers.slot(Offers.SESSION, Offers.MONTREAL, Instant.now().minusSeconds(1));
    private final FullMemory memory = new FullMemory(Duration.ofMinutes(1));
    private final AtomicBoolean disturbed = new AtomicBoolean();
    private final SlotDirectory directory = new SlotDirectory() {
        @Override
        public @Nullable Slot find(UUID id) {
            return id.equals(slot.id()) ? slot : id.equals(begun.id()) ? begun : null;
        }

        @Override
        public Future<Map<UUID, Slot>> load(Collection<UUID> ids) {
            throw new UnsupportedOperationException();
        }
    };
    private final EarlyRefusals refusals = new EarlyRefusals(
            List.of(memory),
            directory,
            new DatabaseClock(),
            disturbed::get,
            new BookingMetrics(new SimpleMeterRegistry()));

    @Test
    void whoAsksForAFullSlotIsRefusedHere() {
        memory.learn(slot.id(), 1, Set.of(HOLDER));
        for (String key : new @Nullable String[] {null, "k"}) {
            assertInstanceOf(
                    BookResult.SlotFull.class, ask(UUID.randomUUID(), slot, key).result());
            assertSame(ANSWER, ask(HOLDER, slot, key).result(), "has a seat");
        }
    }

    @Test
    void aSlotThatBeganIsClosed() {
        memory.learn(begun.id(), 1, Set.of());
        assertInstanceOf(
                BookResult.SlotClosed.class, ask(UUID.randomUUID(), begun, null).result());
    }

    @Test
    void whatIsNotKnownToBeFullIsAskedFor() {
        assertSame(ANSWER, ask(UUID.randomUUID(), slot, null).result());
        memory.learn(slot.id(), 1, Set.of());
        memory.freed(slot.id(), 2);
        assertSame(ANSWER, ask(UUID.randomUUID(), slot, null).result());
    }

    @Test
    void withAKeyNobodyIsRefusedWhileSeatsMayBeOnTheirWay() {
        memory.learn(slot.id(), 1, Set.of());
        disturbed.set(true);
        assertSame(ANSWER, ask(UUID.randomUUID(), slot, "k").result());
        assertInstanceOf(
                BookResult.SlotFull.class, ask(UUID.randomUUID(), slot, null).result());
    }

    @Test
    void aRepetitionIsNotRefusedBeforeAllEarlierOnesAreAnswered() {
        UUID client = UUID.randomUUID();
        Promise<BookResult> first = Promise.promise();
        Promise<BookResult> second = Promise.promise();
        Future<BookResult> one = refusals.orElse(book(client, slot, "k"), 0, first::future);
        memory.learn(slot.id(), 1, Set.of());

        Future<BookResult> two = refusals.orElse(book(client, slot, "k"), 0, second::future);
        assertEquals(List.of(false, false), List.of(one.isComplete(), two.isComplete()));
        assertInstanceOf(
                BookResult.SlotFull.class, ask(client, slot, "another key").result());

        first.complete(ANSWER);
        assertSame(ANSWER, ask(client, slot, "k").result(), "the second is still under way");
        second.complete(ANSWER);
        assertInstanceOf(BookResult.SlotFull.class, ask(client, slot, "k").result());
    }

    private Future<BookResult> ask(UUID client, Slot where, @Nullable String key) {
        return refusals.orElse(book(client, where, key), 0, () -> Future.succeededFuture(ANSWER));
    }

    private static Book book(UUID client, Slot where, @Nullable String key) {
        return new Book(client, where.id(), client, BookingSource.CLIENT, key);
    }
}

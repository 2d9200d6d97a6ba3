package org.creneau.http.api;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.creneau.http.Json;
import org.creneau.http.Times;
import org.creneau.http.api.CatalogueJson.Named;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotView;

/**
 * A slot as JSON in one language. All but a few fields stay the same for as long as the slot does, and they are written
 * once: what is left to do for each answer is to copy them.
 */
final class SlotJson {

    /** What stands in a booking, too. */
    private record Facts(
            String id,
            Named type,
            Named organisation,
            Named location,
            String start,
            String end,
            long durationMinutes,
            List<Segment> segments) {

        static Facts of(Slot slot, Locale locale) {
            ZoneId zone = slot.location().zone();
            return new Facts(
                    slot.id().toString(),
                    Named.of(slot.type(), locale),
                    Named.of(slot.organisation(), locale),
                    Named.of(slot.location(), locale),
                    Times.in(slot.start(), zone),
                    Times.in(slot.end(), zone),
                    minutes(slot),
                    slot.segments().stream()
                            .map(segment -> new Segment(Times.in(segment.start(), zone), Times.in(segment.end(), zone)))
                            .toList());
        }
    }

    /** One stretch of time. */
    private record Segment(String start, String end) {}

    private final byte[] booked;
    private final byte[] deadlines;
    private final byte[] beforeLeft;
    private final byte[] beforeStatus;

    private SlotJson(byte[] booked, byte[] deadlines, byte[] beforeLeft, byte[] beforeStatus) {
        this.booked = booked;
        this.deadlines = deadlines;
        this.beforeLeft = beforeLeft;
        this.beforeStatus = beforeStatus;
    }

    static SlotJson of(Slot slot, Locale locale) {
        Buffer facts = Json.write(Facts.of(slot, locale));
        String opensAt = Times.notBefore(slot.opensAt(), slot.location().zone());
        return new SlotJson(
                facts.getBytes(),
                deadlines(slot).getBytes(StandardCharsets.US_ASCII),
                facts.getBuffer(0, facts.length() - 1)
                        .appendString(",\"capacity\":" + slot.capacity() + ",\"left\":")
                        .getBytes(),
                (",\"opensAt\":\"" + opensAt + "\",\"status\":\"").getBytes(StandardCharsets.US_ASCII));
    }

    /** As others see it: a {@code Slot} of the contract. */
    void write(Buffer to, SlotView view) {
        to.appendBytes(beforeLeft)
                .appendString(Integer.toString(view.left()))
                .appendBytes(beforeStatus)
                .appendString(view.status().name());
        Instant leftAsOf = view.leftAsOf();
        if (leftAsOf != null) {
            to.appendString("\",\"leftAsOf\":\"")
                    .appendString(Times.in(leftAsOf, view.slot().location().zone()));
        }
        to.appendString("\"}");
    }

    /** In a booking: a {@code BookedSlot} of the contract, without what changes with other people's bookings. */
    void writeBooked(Buffer to) {
        to.appendBytes(booked);
    }

    /** Behind other fields of a booking that stands: until when its owner may cancel and move it (guide 5.4, 5.5). */
    void writeDeadlines(Buffer to) {
        to.appendBytes(deadlines);
    }

    private static String deadlines(Slot slot) {
        ZoneId zone = slot.location().zone();
        return slot.cancellableUntil()
                        .map(until -> ",\"cancellableUntil\":\"" + Times.in(until, zone) + '"')
                        .orElse("")
                + slot.reschedulableUntil()
                        .map(until -> ",\"reschedulableUntil\":\"" + Times.in(until, zone) + '"')
                        .orElse("");
    }

    int length() {
        return booked.length + deadlines.length + beforeLeft.length + beforeStatus.length;
    }

    /** What the modules take together; the time between them is the client's own. */
    private static long minutes(Slot slot) {
        return slot.segments().stream()
                .map(segment -> Duration.between(segment.start(), segment.end()))
                .reduce(Duration.ZERO, Duration::plus)
                .toMinutes();
    }
}

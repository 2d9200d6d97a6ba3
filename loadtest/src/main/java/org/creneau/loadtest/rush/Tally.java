package org.creneau.loadtest.rush;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.creneau.loadtest.client.Exchange;

/**
 * What one event loop measured. Latencies are in microseconds, from two instants: from when the client meant to send,
 * which includes every wait in the generator and every repetition (no coordinated omission), and from when the last
 * request was sent. For one thread; merged at the end.
 */
final class Tally {

    /** An hour before the release and an hour after it. */
    private static final int MAX_SECONDS = 7200;

    private static final int DIGITS = 3;

    private final long startNanos;
    private final List<Second> seconds = new ArrayList<>();
    private final Map<Kind, Histogram> fromIntended = new EnumMap<>(Kind.class);
    private final Map<Kind, Histogram> fromSent = new EnumMap<>(Kind.class);
    private final Map<String, Long> answers = new TreeMap<>();
    private final Map<String, Long> ends = new TreeMap<>();
    private final Histogram lateness = new Histogram(Second.LONGEST_MICROS, DIGITS);

    /** @param startNanos where its first second begins */
    Tally(long startNanos) {
        this.startNanos = startNanos;
        for (Kind kind : Kind.values()) {
            fromIntended.put(kind, new Histogram(Second.LONGEST_MICROS, DIGITS));
            fromSent.put(kind, new Histogram(Second.LONGEST_MICROS, DIGITS));
        }
    }

    /** One request and its answer, definite or not. */
    void exchanged(Exchange exchange, String answer) {
        answers.merge(answer, 1L, Long::sum);
        second(exchange.sentNanos()).sent++;
    }

    /** A definite answer of an expected kind. */
    void measured(Kind kind, long intendedNanos, Exchange exchange) {
        long whole = micros(exchange.endNanos() - intendedNanos);
        fromIntended(kind).recordValue(whole);
        fromSent(kind).recordValue(micros(exchange.endNanos() - exchange.sentNanos()));
        Second second = second(exchange.endNanos());
        second.count(kind);
        second.latency.recordValue(whole);
    }

    /** Told to come back: 503 or 429. */
    void comeBack(Exchange exchange) {
        second(exchange.endNanos()).comeBack++;
    }

    /** No response at all. */
    void failed(Exchange exchange) {
        second(exchange.endNanos()).failed++;
    }

    /** An answer that nobody should get here. */
    void unexpected(Exchange exchange) {
        second(exchange.endNanos()).unexpected++;
    }

    /** How somebody's visit ended. */
    void ended(String how) {
        ends.merge(how, 1L, Long::sum);
    }

    /** How much later than planned the generator itself acted. */
    void late(long nanos) {
        lateness.recordValue(micros(nanos));
    }

    private static long micros(long nanos) {
        return Math.min(Math.max(nanos, 0) / 1000, Second.LONGEST_MICROS);
    }

    private Second second(long nanos) {
        int index = (int) Math.min(Math.max((nanos - startNanos) / 1_000_000_000L, 0), MAX_SECONDS - 1);
        while (seconds.size() <= index) {
            seconds.add(new Second());
        }
        return seconds.get(index);
    }

    /** A copy of one second; an empty one when nothing happened in it yet. */
    Second copyOf(int index) {
        return index >= 0 && index < seconds.size() ? seconds.get(index).copy() : new Second();
    }

    long startNanos() {
        return startNanos;
    }

    List<Second> seconds() {
        return seconds;
    }

    Histogram fromIntended(Kind kind) {
        return Objects.requireNonNull(fromIntended.get(kind));
    }

    Histogram fromSent(Kind kind) {
        return Objects.requireNonNull(fromSent.get(kind));
    }

    /** Every answer and failure, by status and code: {@code 409 slot-full}, {@code timeout}. */
    Map<String, Long> answers() {
        return answers;
    }

    Map<String, Long> ends() {
        return ends;
    }

    Histogram lateness() {
        return lateness;
    }

    /** Adds what another event loop measured, once that one has stopped. */
    void add(Tally other) {
        for (int i = 0; i < other.seconds.size(); i++) {
            second(startNanos + i * 1_000_000_000L).add(other.seconds.get(i));
        }
        for (Kind kind : Kind.values()) {
            fromIntended(kind).add(other.fromIntended(kind));
            fromSent(kind).add(other.fromSent(kind));
        }
        other.answers.forEach((answer, count) -> answers.merge(answer, count, Long::sum));
        other.ends.forEach((how, count) -> ends.merge(how, count, Long::sum));
        lateness.add(other.lateness);
    }
}

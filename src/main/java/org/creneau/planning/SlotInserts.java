package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.creneau.access.Actor;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditLog;
import org.creneau.core.Gate;
import org.creneau.core.Sql;
import org.creneau.core.Sql.Isolation;
import org.jspecify.annotations.Nullable;

/**
 * Publishes slots. One transaction however many they are, so that they appear together; its statements are small, take no
 * lock that a booking needs, and nobody waits for them.
 *
 * @param isolation in which slots are compared with those that are there and written; another one than serializable for tests
 * @param gate one at a time on a node: PostgreSQL compares what they read by pages, so that large ones would all be repeated
 */
record SlotInserts(Sql sql, AuditLog auditLog, Isolation isolation, Gate gate) {

    SlotInserts(Sql sql, AuditLog auditLog) {
        this(sql, auditLog, Isolation.SERIALIZABLE);
    }

    SlotInserts(Sql sql, AuditLog auditLog, Isolation isolation) {
        this(sql, auditLog, isolation, new Gate("publications", 1, MOST_WAITING));
    }

    /** Publications that wait on a node. */
    private static final int MOST_WAITING = 50;

    /** Rows of one statement, well below the time-out of statements. */
    private static final int CHUNK = 500;

    /** Slots that an entry in the audit log names; {@code slot_origin} says of each by whom it was published. */
    private static final int MOST_NAMED = 100;

    /** Whether a request key is new, and if not, what it stands for. */
    sealed interface Keyed {
        record Published(List<UUID> slots) implements Keyed {}

        /** Another request with the same key. */
        record Reused() implements Keyed {}
    }

    /** @param digest of what was asked for */
    record RequestKey(String key, Buffer digest) {}

    /** The slots that were published now; those that are there already are left out. */
    Future<List<UUID>> publish(Actor actor, List<NewSlot> slots) {
        return alone(client -> SlotReads.existing(client, slots)
                .compose(existing -> insertAll(
                        client,
                        actor,
                        slots.stream()
                                .filter(slot -> !existing.contains(slot.id()))
                                .toList())));
    }

    private <T> Future<T> alone(Function<SqlClient, Future<T>> work) {
        return gate.pass(() -> sql.transaction(isolation, work));
    }

    /** Of slots that should be new, some are there already. A failure, so that nothing stays of the transaction. */
    static final class AlreadyThere extends RuntimeException {
        AlreadyThere() {
            super("published by somebody else in the meantime", null, false, false);
        }
    }

    /** Slots of which none is there yet; fails with {@link AlreadyThere}. */
    Future<List<UUID>> publishNew(Actor actor, List<NewSlot> slots) {
        return alone(client -> insertNew(client, actor, slots));
    }

    private Future<List<UUID>> insertNew(SqlClient client, Actor actor, List<NewSlot> slots) {
        return SlotReads.existing(client, slots)
                .compose(existing ->
                        existing.isEmpty() ? insertAll(client, actor, slots) : Future.failedFuture(new AlreadyThere()));
    }

    /** The same once for each key, whoever repeats it. */
    Future<Keyed> publishNew(Actor actor, List<NewSlot> slots, RequestKey key) {
        UUID[] ids = slots.stream().map(NewSlot::id).toArray(UUID[]::new);
        String insert = """
                insert into slot_batch (actor, request_key, digest, slots) values ($1, $2, $3, $4)
                on conflict do nothing
                """;
        Tuple tuple = Tuple.of(actor.id(), key.key(), key.digest(), ids);
        return alone(client -> Sql.on(client, insert, tuple)
                .compose(inserted -> inserted.rowCount() == 1
                        ? insertNew(client, actor, slots).<Keyed>map(Keyed.Published::new)
                        : before(client, actor.id(), key)));
    }

    /** What the key stands for already, without trying anything; for repetitions of what could not be asked for again. */
    Future<Optional<Keyed>> find(UUID actor, RequestKey key) {
        return sql.execute(FIND, Tuple.of(actor, key.key()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(keyed(rows.iterator().next(), key)));
    }

    private static final String FIND = "select digest, slots from slot_batch where actor = $1 and request_key = $2";

    private static Future<Keyed> before(SqlClient client, UUID actor, RequestKey key) {
        return Sql.on(client, FIND, Tuple.of(actor, key.key()))
                .map(rows -> keyed(rows.iterator().next(), key));
    }

    private static Keyed keyed(Row row, RequestKey key) {
        return row.getBuffer("digest").equals(key.digest())
                ? new Keyed.Published(List.of(row.getArrayOfUUIDs("slots")))
                : new Keyed.Reused();
    }

    /** Deletes the keys of more than a week ago, some at a time. */
    Future<Void> forgetKeys() {
        String delete = """
                delete from slot_batch where (actor, request_key) in (
                    select actor, request_key from slot_batch
                    where created_at < clock_timestamp() - interval '7 days' order by created_at limit 100)
                """;
        return sql.execute(delete, Tuple.tuple()).mapEmpty();
    }

    private Future<List<UUID>> insertAll(SqlClient client, Actor actor, List<NewSlot> slots) {
        Future<List<UUID>> inserted = Future.succeededFuture(new ArrayList<>(slots.size()));
        for (int from = 0; from < slots.size(); from += CHUNK) {
            List<NewSlot> chunk = slots.subList(from, Math.min(from + CHUNK, slots.size()));
            inserted =
                    inserted.compose(before -> insert(client, actor.id(), chunk).map(ids -> {
                        before.addAll(ids);
                        return before;
                    }));
        }
        return inserted.compose(ids -> ids.isEmpty()
                ? Future.succeededFuture(ids)
                : auditLog.record(client, published(actor, ids)).map(ids));
    }

    private static AuditEntry published(Actor actor, List<UUID> ids) {
        JsonArray named = new JsonArray();
        ids.stream().limit(MOST_NAMED).map(UUID::toString).forEach(named::add);
        return AuditEntry.offerChanged(
                actor, new JsonObject().put("slots", named).put("published", ids.size()));
    }

    private static Future<List<UUID>> insert(SqlClient client, UUID actor, List<NewSlot> slots) {
        String insert = """
                with wanted as (
                    select * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
                        $7::timestamptz[], $8::text[], $9::int[], $10::timestamptz[], $11::uuid[], $12::date[],
                        $13::time[], $14::uuid[], $15::int[], $16::int[])
                        as wanted (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity,
                            opens_at, template_id, occurs_on, begins, plan_id, plan_version, wave)
                ), origin as (
                    insert into slot_origin (slot_id, published_by, template_id, occurs_on, begins, plan_id,
                        plan_version, wave)
                    select id, $1, template_id, occurs_on, begins, plan_id, plan_version, wave from wanted
                    on conflict (template_id, occurs_on, begins) do nothing
                    returning slot_id
                )
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity,
                    opens_at)
                select id, type_id, organisation_id, location_id, starts_at, ends_at, segments::jsonb, capacity,
                    coalesce(opens_at, clock_timestamp())
                from wanted join origin on origin.slot_id = wanted.id
                returning id
                """;
        Tuple tuple = Tuple.tuple()
                .addValue(actor)
                .addValue(column(slots, NewSlot::id, UUID[]::new))
                .addValue(column(slots, NewSlot::type, String[]::new))
                .addValue(column(slots, NewSlot::organisation, String[]::new))
                .addValue(column(slots, NewSlot::location, String[]::new))
                .addValue(column(slots, slot -> time(slot.start()), OffsetDateTime[]::new))
                .addValue(column(slots, slot -> time(slot.end()), OffsetDateTime[]::new))
                .addValue(column(slots, SlotInserts::segments, String[]::new))
                .addValue(column(slots, NewSlot::capacity, Integer[]::new))
                .addValue(column(slots, slot -> time(slot.opensAt()), OffsetDateTime[]::new))
                .addValue(column(slots, slot -> slot.origin().template(), UUID[]::new))
                .addValue(column(slots, slot -> slot.origin().occursOn(), LocalDate[]::new))
                .addValue(column(slots, slot -> slot.origin().begins(), LocalTime[]::new))
                .addValue(column(slots, slot -> slot.origin().planId(), UUID[]::new))
                .addValue(column(slots, slot -> slot.origin().planVersion(), Integer[]::new))
                .addValue(column(slots, slot -> slot.origin().wave(), Integer[]::new));
        return Sql.on(client, insert, tuple)
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }

    private static <T> T[] column(List<NewSlot> slots, Function<NewSlot, @Nullable T> value, IntFunction<T[]> array) {
        return slots.stream().map(value).toArray(array);
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static String segments(NewSlot slot) {
        JsonArray array = new JsonArray();
        slot.segments()
                .forEach(segment -> array.add(new JsonObject()
                        .put("start", segment.start().toString())
                        .put("end", segment.end().toString())));
        return array.encode();
    }
}

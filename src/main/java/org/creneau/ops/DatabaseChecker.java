package org.creneau.ops;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of the invariants that the database alone can prove, on a live system too: each rule is a query for what
 * breaks it.
 */
public final class DatabaseChecker {

    /** Violations of one rule that are reported; there may be more. */
    private static final int LIMIT = 100;

    private record Rule(String invariant, String query) {}

    private static final List<Rule> RULES = List.of(
            new Rule("a seat is sold once", """
                    select format('slot %s, seat %s: %s bookings', slot_id, seat, count(*))
                    from booking where state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')
                    group by slot_id, seat having count(*) > 1"""),
            new Rule("seats are below the capacity", """
                    select format('booking %s: seat %s of %s', b.id, b.seat, s.capacity)
                    from booking b join slot s on s.id = b.slot_id
                    where b.seat >= s.capacity
                      and b.state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')"""),
            new Rule("a booking is in a slot of its type", """
                    select format('booking %s: type %s, slot %s', b.id, b.type_id, b.slot_id)
                    from booking b left join slot s on s.id = b.slot_id
                    where s.type_id is distinct from b.type_id"""),
            new Rule("a request key makes one booking", """
                    select format('client %s, key of %s bookings', client_id, count(*))
                    from booking where request_key is not null
                    group by client_id, request_key having count(*) > 1"""),
            new Rule("one active booking per client and type", """
                    select format('client %s, type %s: %s bookings', client_id, type_id, count(*))
                    from booking where state in ('BOOKED', 'HELD')
                    group by client_id, type_id having count(*) > 1"""),
            new Rule("no client has two bookings at the same time", """
                    select format('client %s: bookings %s and %s', one.client_id, one.id, other.id)
                    from booking one
                    join booking other on other.client_id = one.client_id and other.id > one.id
                        and other.state in ('BOOKED', 'HELD')
                    join slot this on this.id = one.slot_id
                    join slot that on that.id = other.slot_id
                    where one.state in ('BOOKED', 'HELD') and this.during && that.during
                      -- Moved by its organisation: the client knows, or will in a moment. What came afterwards knew, too.
                      and not exists (select from booking_flag flag
                                      where flag.booking_id in (one.id, other.id) and flag.reason = 'OVERLAPPING'
                                        and flag.at >= greatest(one.created_at, other.created_at))
                      and not exists (select from change_job job join change_job_slot moved on moved.job_id = job.id
                                      where job.kind = 'MOVE_SLOT' and job.state <> 'DONE'
                                        and moved.slot_id in (this.id, that.id))"""),
            new Rule("what is held has an end, and nothing else", """
                    select format('booking %s: %s, expires %s', id, state, coalesce(expires_at::text, 'never'))
                    from booking
                    where (state = 'HELD') is distinct from (expires_at is not null)
                      and not (state = 'CANCELLED' and expires_at is not null)"""),
            new Rule("nothing is held beyond its end", """
                    select format('booking %s: held until %s, now %s', id, expires_at, clock_timestamp())
                    from booking where state = 'HELD' and expires_at < clock_timestamp() - interval '10 seconds'"""),
            new Rule("withdrawn seats are counted", """
                    select format('slot %s: %s are withdrawn, it says %s', s.id, count(b.id), s.withdrawn)
                    from slot s left join booking b on b.slot_id = s.id and b.state = 'WITHDRAWN'
                    group by s.id, s.withdrawn having count(b.id) <> s.withdrawn"""),
            new Rule("nobody is left in a slot whose cancellation is done", """
                    select format('booking %s: %s in slot %s, job %s', b.id, b.state, b.slot_id, job.id)
                    from change_job job
                    join change_job_slot cancelled on cancelled.job_id = job.id
                    join booking b on b.slot_id = cancelled.slot_id and b.state in ('BOOKED', 'HELD')
                    where job.kind <> 'MOVE_SLOT' and job.state = 'DONE' and b.id <> all (job.failed)"""),
            // By more than a statement may take and a clock may be off.
            new Rule("a closed slot takes nobody", """
                    select format('booking %s: made %s, slot %s closed %s', b.id, b.created_at, s.id, s.closed_at)
                    from slot s join booking b on b.slot_id = s.id and b.client_id <> b.id -- nobody's: a seat withdrawn
                    where s.publication <> 'PUBLISHED' and b.created_at > s.closed_at + interval '30 seconds'"""),
            new Rule("nothing is booked before it opens", """
                    select format('booking %s: made %s, slot opens %s', b.id, b.created_at, s.opens_at)
                    from booking b join slot s on s.id = b.slot_id
                    where b.created_at < s.opens_at and b.source = 'CLIENT'"""),
            new Rule("a rescheduled booking has a successor", """
                    select format('booking %s: successor %s', old.id, old.rescheduled_to)
                    from booking old left join booking next
                        on next.id = old.rescheduled_to and next.client_id = old.client_id and next.type_id = old.type_id
                    where (old.state = 'RESCHEDULED') is distinct from (next.id is not null)"""),
            new Rule("a booking succeeds one other at most", """
                    select format('booking %s succeeds %s others', rescheduled_to, count(*))
                    from booking where rescheduled_to is not null
                    group by rescheduled_to having count(*) > 1"""),
            new Rule("the history leads to the state", """
                    select format('booking %s: %s, history ends with %s', b.id, b.state, last.to_state)
                    from booking b left join lateral (
                        select to_state from booking_history h where h.booking_id = b.id order by h.id desc limit 1
                    ) last on true
                    where last.to_state is distinct from b.state"""),
            new Rule("the unique indexes stand", """
                    select format('index %s is missing or invalid', wanted.name)
                    from (values ('booking_seat'), ('booking_active'), ('booking_request_key'), ('booking_turn')) as wanted (name)
                    left join (
                        select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
                        where i.indisunique and i.indisvalid and i.indrelid = 'booking'::regclass
                    ) present on present.relname = wanted.name
                    where present.relname is null"""),
            new Rule("the audit log is as it was written", """
                    select * from (
                        select format('entry %s, position %s: changed, added, or something is missing before it',
                                      sealed.id, sealed.position)
                        from audit_chain chain cross join (
                            select entry.id, entry.position, entry.digest, audit_content(entry) as content,
                                   lag(entry.position) over chain_order as position_before,
                                   lag(entry.digest) over chain_order as digest_before
                            from audit_log entry where entry.position is not null
                            window chain_order as (order by entry.position)
                        ) sealed
                        where sealed.position <> coalesce(sealed.position_before, chain.tail_position) + 1
                           or sealed.digest is distinct from
                              sha256(coalesce(sealed.digest_before, chain.tail_digest) || sealed.content)
                        union all
                        select format('the chain ends at position %s, the log at %s', chain.head_position, last.position)
                        from (values (1)) once left join audit_chain chain on true
                        left join lateral (
                            (select position, digest from audit_log where position is not null
                             order by position desc limit 1)
                            union all select chain.tail_position, chain.tail_digest limit 1
                        ) last on true
                        where (chain.head_position, chain.head_digest)
                              is distinct from (last.position, last.digest) or chain.head_position is null
                    ) broken"""),
            new Rule("the audit log is guarded", """
                    select format('trigger %s is missing or disabled', wanted.name)
                    from (values ('audit_log_unchanged'), ('audit_log_untruncated'), ('audit_log_comes_unsealed'),
                                 ('audit_chain_grows'), ('audit_chain_untruncated')) as wanted (name)
                    left join pg_trigger present on present.tgname = wanted.name and present.tgenabled in ('O', 'A')
                    where present.tgname is null"""));

    private final SqlClient client;

    public DatabaseChecker(SqlClient client) {
        this.client = client;
    }

    /** Looks for violations; an empty list is the proof. */
    public Future<List<Violation>> check() {
        return check(0, new ArrayList<>());
    }

    private Future<List<Violation>> check(int next, List<Violation> found) {
        if (next == RULES.size()) {
            return Future.succeededFuture(found);
        }
        Rule rule = RULES.get(next);
        return client.query(rule.query() + " limit " + LIMIT).execute().compose(rows -> {
            for (Row row : rows) {
                found.add(new Violation(rule.invariant(), row.getString(0)));
            }
            return check(next + 1, found);
        });
    }
}

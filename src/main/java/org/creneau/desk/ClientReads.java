package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.access.Consents;
import org.creneau.access.PresentClients;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.core.Conditions;
import org.creneau.core.Sql;
import org.creneau.desk.Clients.Criteria;
import org.creneau.desk.Clients.Flag;
import org.creneau.desk.Clients.Match;
import org.jspecify.annotations.Nullable;

/** Clients out of PostgreSQL. What is seen of somebody is in the audit log, in the same transaction. */
record ClientReads(Sql sql, AuditLog auditLog) {

    /** Whether the client is there; if so, that something of the file was seen is in the audit log. */
    Future<Boolean> see(Actor by, UUID clientId) {
        AuditEntry seen = AuditEntry.by(by, clientId, Action.FILE_VIEWED, new JsonObject());
        return sql.transaction(within -> Sql.on(
                        within, "select from client where id = $1 and " + PresentClients.IS_THERE, Tuple.of(clientId))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(false)
                        : auditLog.record(within, seen).map(true)));
    }

    /**
     * Registered clients, by name.
     *
     * @param consenting only those who have consented to this organisation's use of the file; null: all
     */
    Future<List<Match>> find(Actor by, Criteria criteria, @Nullable String consenting, int limit) {
        Conditions conditions = new Conditions();
        conditions.add("file.number = %s::bigint", number(criteria.clientNumber()));
        conditions.add("file.reference_number = %s", criteria.referenceNumber());
        conditions.add("""
                file.client_id in (
                    select client_id from registration where lower(email) = lower(%1$s)
                    union all select client_id from account where lower(email) = lower(%1$s))""", criteria.email());
        conditions.add("name_key(file.family_name) = name_key(%s)", criteria.familyName());
        conditions.add("name_key(file.given_name) = name_key(%s)", criteria.givenName());
        conditions.add("file.birth_date = %s", criteria.birthDate());
        conditions.add(Consents.isGiven("file.client_id", "%s"), consenting);
        String select = """
                select file.client_id, file.number, file.family_name, file.given_name, file.birth_date, file.status_id
                from registration file join client on client.id = file.client_id
                where %s and %s
                order by file.family_name, file.given_name, file.number
                limit %s""".formatted(PresentClients.IS_THERE, conditions.sql(), conditions.parameter(limit));
        return sql.transaction(within -> Sql.on(within, select, conditions.parameters())
                .compose(rows -> {
                    List<Match> found = rows.stream().map(ClientReads::match).toList();
                    return noteFound(within, by, found).map(found);
                }));
    }

    /** A number that is longer than any is nobody's. */
    private static @Nullable Long number(@Nullable String digits) {
        return digits == null ? null : Long.valueOf(digits);
    }

    /** A search that finds nobody leaves a trace, too: somebody may be trying. */
    private Future<?> noteFound(SqlClient within, Actor by, List<Match> found) {
        if (found.isEmpty()) {
            return auditLog.record(within, AuditEntry.by(by, null, Action.CLIENTS_SEARCHED, new JsonObject()));
        }
        Future<Void> noted = Future.succeededFuture();
        for (Match match : found) {
            noted = noted.compose(before -> auditLog.record(
                    within, AuditEntry.by(by, match.clientId(), Action.CLIENTS_SEARCHED, new JsonObject())));
        }
        return noted;
    }

    /** What is known of a client beside file and bookings. */
    record Card(boolean hasAccount, List<Flag> flags) {}

    /**
     * Empty when there is no such client.
     *
     * @param only flags of bookings in this organisation's slots; null: in anybody's
     */
    Future<Optional<Card>> open(Actor by, UUID clientId, @Nullable String only) {
        AuditEntry seen = AuditEntry.by(by, clientId, Action.FILE_VIEWED, new JsonObject());
        return sql.transaction(within -> card(within, clientId, only).compose(rows -> {
            List<Row> all = rows.stream().toList();
            if (all.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            List<Flag> flags = all.stream()
                    .filter(row -> row.getUUID("booking_id") != null)
                    .map(FlagReads::flag)
                    .toList();
            Card card = new Card(all.get(0).getBoolean("has_account"), flags);
            return auditLog.record(within, seen).map(Optional.of(card));
        }));
    }

    /** The client's bookings are looked up, and so is what belongs to each: a join would read that of all clients. */
    static Future<RowSet<Row>> card(SqlClient within, UUID clientId, @Nullable String only) {
        String select = """
                select exists (select from account where account.client_id = client.id) as has_account,
                       flag.booking_id, flag.at, flag.reason
                from client
                left join lateral (
                    select flag.* from (select * from booking where booking.client_id = client.id offset 0) booking
                    cross join lateral (select * from booking_flag where booking_flag.booking_id = booking.id offset 0) flag
                    where %s
                      and ($2::text is null
                           or exists (select from slot where slot.id = booking.slot_id and slot.organisation_id = $2 offset 0))
                    order by booking.id desc limit 100
                ) flag on true
                where client.id = $1 and %s""".formatted(FlagReads.STILL_TRUE, PresentClients.IS_THERE);
        return Sql.on(within, select, Tuple.of(clientId, only));
    }

    private static Match match(Row row) {
        return new Match(
                row.getUUID("client_id"),
                row.getLong("number"),
                row.getString("family_name"),
                row.getString("given_name"),
                row.getLocalDate("birth_date"),
                row.getString("status_id"));
    }
}

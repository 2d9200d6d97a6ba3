package org.creneau.notification;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.creneau.core.Ids;
import org.creneau.core.Sql;

/** Where mail is left to be sent: a row in PostgreSQL, there if and only if what it tells of is there. */
public final class Outbox {

    private static final String INSERT = """
            insert into mail (id, kind, recipient, language, model, dedupe_key, client_id, next_attempt_at)
            values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + $8::bigint * interval '1 millisecond')
            on conflict (dedupe_key) do nothing
            """;

    /**
     * Leaves a mail.
     *
     * @param within the transaction in which happens what the mail tells of
     */
    public Future<Void> add(SqlClient within, Mail mail) {
        return Sql.on(within, INSERT, row(mail)).mapEmpty();
    }

    /**
     * Leaves a mail that is told once under its key.
     *
     * @return false when it was told before
     */
    public Future<Boolean> addOnce(SqlClient within, Mail mail) {
        return Sql.on(within, INSERT, row(mail)).map(rows -> rows.rowCount() > 0);
    }

    /** Leaves several mails, in one go. */
    Future<Void> addAll(SqlClient within, List<Mail> mails) {
        return mails.isEmpty()
                ? Future.succeededFuture()
                : within.preparedQuery(INSERT)
                        .executeBatch(mails.stream().map(Outbox::row).toList())
                        .mapEmpty();
    }

    private static Tuple row(Mail mail) {
        return Tuple.from(new Object[] {
            Ids.next(),
            mail.kind().name(),
            mail.to(),
            mail.language(),
            mail.model(),
            mail.dedupeKey(),
            mail.clientId(),
            mail.delay().toMillis()
        });
    }
}

package org.creneau.partner;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.UUID;
import org.creneau.access.Access;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.auth.AuthorizationCodes;
import org.creneau.auth.AuthorizationCodes.IssueResult;
import org.creneau.client.ClientFiles;
import org.creneau.client.ClientFiles.ViewResult;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Gate;
import org.creneau.core.Sql;
import org.creneau.partner.PartnerClients.LetterResult;
import org.creneau.partner.PartnerClients.PrintLetter;

/**
 * Prints letters with authorization codes (guide 3.2), for the organisation that has registered the person: whoever prints
 * one reads the code, and to be allowed to use a file is not to make its account. The code in a letter takes the place of the
 * one before.
 */
final class LetterService {

    /** A letter takes a core some tenths of a second: one at a time, so that bookings go on. */
    private static final int AT_ONCE = 1;

    private static final int MOST_WAITING = 20;

    private final Vertx vertx;
    private final Sql sql;
    private final Access access;
    private final AuthorizationCodes codes;
    private final AuditLog auditLog;
    private final Letters letters;
    private final DatabaseClock clock;
    private final long timeoutMillis;
    private final Gate gate = new Gate("letters", AT_ONCE, MOST_WAITING);

    LetterService(
            Vertx vertx,
            Sql sql,
            Access access,
            AuthorizationCodes codes,
            AuditLog auditLog,
            Letters letters,
            DatabaseClock clock,
            long timeoutMillis) {
        this.vertx = vertx;
        this.sql = sql;
        this.access = access;
        this.codes = codes;
        this.auditLog = auditLog;
        this.letters = letters;
        this.clock = clock;
        this.timeoutMillis = timeoutMillis;
    }

    Future<LetterResult> print(PrintLetter command) {
        return access.mayUseFile(command.by(), command.clientId())
                .compose(may -> may
                        ? ClientFiles.VIEW
                                .request(vertx, new ClientFiles.View(command.by(), command.clientId()), timeoutMillis)
                                .compose(viewed -> print(command, viewed))
                        : Future.succeededFuture(new LetterResult.NotFound()));
    }

    private Future<LetterResult> print(PrintLetter command, ViewResult viewed) {
        return viewed instanceof ViewResult.Found to
                ? gate.pass(() -> sql.transaction(within -> print(within, command, to)))
                : Future.succeededFuture(new LetterResult.NotFound());
    }

    /** In one transaction: a letter that could not be printed has taken no code away. */
    private Future<LetterResult> print(SqlClient within, PrintLetter command, ViewResult.Found to) {
        return PartnerSystemStore.hasRegistered(within, command.by().organisation(), command.clientId())
                .compose(ours -> ours
                        ? printOurs(within, command, to)
                        : Future.succeededFuture(new LetterResult.RegisteredElsewhere()));
    }

    private Future<LetterResult> printOurs(SqlClient within, PrintLetter command, ViewResult.Found to) {
        UUID clientId = command.clientId();
        return codes.print(within, clientId).compose(result -> {
            if (result instanceof IssueResult.Given given) {
                AuditEntry printed = AuditEntry.by(command.by(), clientId, Action.LETTER_PRINTED, new JsonObject());
                return auditLog.record(within, printed)
                        .compose(noted -> render(to, given.issued()))
                        .map(LetterResult.Printed::new);
            }
            return Future.succeededFuture(
                    result instanceof IssueResult.Paused
                            ? new LetterResult.EmailChanged()
                            : new LetterResult.HasAccount());
        });
    }

    private Future<Buffer> render(ViewResult.Found to, AuthorizationCodes.Issued code) {
        return vertx.executeBlocking(() -> letters.print(to.file(), to.options(), code, clock.now()), false);
    }
}

package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.UUID;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.client.ClientFiles.Change;
import org.creneau.client.ClientFiles.ChangeResult;
import org.creneau.client.ClientFiles.Section;
import org.creneau.client.ClientFiles.View;
import org.creneau.client.ClientFiles.ViewResult;
import org.creneau.core.Sql;
import org.creneau.core.Unavailable;
import org.creneau.notification.Mail;
import org.creneau.notification.Outbox;
import org.jspecify.annotations.Nullable;

/** Changes files, a field at a time, so that of two changes at once none is lost. */
record FileService(Sql sql, FormRules rules, FileStore files, Outbox outbox, AuditLog auditLog) {

    /** As many changes of one file may come between reading and writing it. */
    private static final int ATTEMPTS = 5;

    Future<ChangeResult> change(Change command) {
        return attempt(command, ATTEMPTS);
    }

    private Future<ChangeResult> attempt(Change command, int attempts) {
        if (attempts == 0) {
            return Future.failedFuture(new Unavailable("a file that changes", null));
        }
        return files.find(command.clientId()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new ChangeResult.NotRegistered());
            }
            ClientFile before = found.get();
            if (command.version() != null && command.version() != before.version()) {
                return Future.succeededFuture(new ChangeResult.Stale());
            }
            return change(command, before, attempts);
        });
    }

    private Future<ChangeResult> change(Change command, ClientFile before, int attempts) {
        ClientFile after = FileChanges.apply(before, command);
        if (command.section() == Section.STATUS && !rules.isAdmissible(after.status())) {
            return Future.succeededFuture(new ChangeResult.NotAdmissible());
        }
        Findings findings = check(command.section(), after);
        if (!findings.none()) {
            return Future.succeededFuture(new ChangeResult.Invalid(findings.list()));
        }
        if (after.equals(before)) {
            return Future.succeededFuture(changed(before));
        }
        return sql.transaction(within -> write(within, command, before, after))
                .compose(written -> written
                        ? files.find(command.clientId()).map(file -> changed(file.orElseThrow()))
                        : attempt(command, attempts - 1));
    }

    private ChangeResult changed(ClientFile file) {
        return new ChangeResult.Changed(file, rules.options());
    }

    private Findings check(Section section, ClientFile file) {
        Findings findings = Findings.atTop();
        switch (section) {
            case STATUS -> rules.check(file.status(), file.identity().birthDate(), findings);
            case CONTACT -> {
                rules.check(file.contact(), null, findings);
                IdentityRules.email(file.identity().email(), findings);
            }
            case COMPLEMENTARY -> rules.check(file.complementary(), null, findings);
        }
        return findings;
    }

    /** False when somebody was faster. */
    private Future<Boolean> write(SqlClient within, Change command, ClientFile before, ClientFile after) {
        JsonObject details = Values.difference(
                FileChanges.json(before, command.section()), FileChanges.json(after, command.section()));
        return FileStore.update(within, after)
                .compose(updated -> updated
                        ? note(within, command, details)
                                .compose(noted -> MyOfferStore.flag(within, command.clientId()))
                                .compose(flagged -> tellFormerAddress(within, before, after))
                                .map(true)
                        : Future.succeededFuture(false));
    }

    private Future<Void> note(SqlClient within, Change command, JsonObject details) {
        UUID clientId = command.clientId();
        Author author = Author.of(command.by(), clientId);
        String section = command.section().name();
        return FileStore.note(within, clientId, author, section, details)
                .compose(noted -> author.audit(
                        within, auditLog, clientId, Action.FILE_CHANGED, new JsonObject().put("change", section)));
    }

    /** The file for somebody who may see it; looking at somebody else's leaves a line in the audit log. */
    Future<ViewResult> view(View command) {
        UUID clientId = command.clientId();
        Author author = Author.of(command.by(), clientId);
        return files.find(clientId)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new ViewResult.NotRegistered())
                        : sql.transaction(within ->
                                        author.audit(within, auditLog, clientId, Action.FILE_VIEWED, new JsonObject()))
                                .map(noted -> new ViewResult.Found(found.get(), rules.options())));
    }

    /** Whoever is not the client would otherwise turn the client's mails away unnoticed, authorization codes among them. */
    private Future<Void> tellFormerAddress(SqlClient within, ClientFile before, ClientFile after) {
        String former = before.identity().email();
        if (former.equalsIgnoreCase(after.identity().email())) {
            return Future.succeededFuture();
        }
        return FileStore.userCode(within, before.clientId())
                .compose(userCode -> outbox.add(within, changed(before, former, userCode.orElse(null))));
    }

    /** @param userCode null: the client has no account */
    private static Mail changed(ClientFile file, String former, @Nullable String userCode) {
        JsonObject model = Values.object("userCode", userCode);
        return Mail.now(Mail.Kind.EMAIL_CHANGED, former, file.language(), model, file.clientId());
    }
}

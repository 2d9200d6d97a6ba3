package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.creneau.auth.AuthorizationCodes;
import org.creneau.core.LocalText;
import org.creneau.notification.Mail;
import org.creneau.notification.Outbox;

/**
 * What people are told about partners. Whom one registers gets two mails (guide 2.5): the confirmation with the numbers, then
 * the code to make an account with, or the user code of the account there is.
 */
record IntroductionMails(Enrolment enrolment, Outbox outbox, AuthorizationCodes codes) {

    /** The second mail; the first belongs to every registration. */
    Future<Void> second(SqlClient within, ClientFile file) {
        return IntroductionStore.account(within, file.clientId())
                .compose(account -> account.isPresent()
                        ? outbox.add(within, useYourAccount(file, account.get()))
                        : codes.issue(within, file.clientId()).mapEmpty());
    }

    /** Both again, but no more than once a day: a partner could fill somebody's mailbox. */
    Future<Void> again(SqlClient within, ClientFile file, LocalDate today) {
        Mail first = enrolment.confirmation(file);
        Mail once = new Mail(
                first.kind(),
                first.to(),
                first.language(),
                first.model(),
                "introduced-again:" + file.clientId() + ":" + today,
                first.clientId(),
                Duration.ZERO);
        return outbox.addOnce(within, once).compose(added -> added ? second(within, file) : Future.succeededFuture());
    }

    /** That an organisation which the client had forbidden it uses the file again; by what it says, with the client's consent. */
    Future<Void> usedAgain(SqlClient within, UUID clientId, LocalText organisation) {
        return IntroductionStore.account(within, clientId)
                .compose(account -> account.isPresent()
                        ? Future.succeededFuture(
                                usedAgain(account.get().email(), account.get().language(), clientId, organisation))
                        : FileStore.read(within, clientId)
                                .map(file ->
                                        usedAgain(file.identity().email(), file.language(), clientId, organisation)))
                .compose(mail -> outbox.add(within, mail));
    }

    private static Mail usedAgain(String to, String language, UUID clientId, LocalText organisation) {
        JsonObject model = new JsonObject().put("organisation", organisation.in(Locale.forLanguageTag(language)));
        return Mail.now(Mail.Kind.CONSENT_GIVEN_AGAIN, to, language, model, clientId);
    }

    /** To the account's own address: what the partner typed is nobody's proof. */
    private static Mail useYourAccount(ClientFile file, IntroductionStore.Account account) {
        JsonObject model = new JsonObject()
                .put("givenName", file.identity().givenName())
                .put("familyName", file.identity().familyName())
                .put("userCode", account.userCode());
        return Mail.now(Mail.Kind.USE_YOUR_ACCOUNT, account.email(), account.language(), model, file.clientId());
    }
}

package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.access.Consents;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.auth.Digest;
import org.creneau.client.Guesses.Counted;
import org.creneau.client.Introductions.Introduce;
import org.creneau.client.Introductions.IntroduceResult;
import org.creneau.client.Introductions.Present;
import org.creneau.client.Introductions.PresentResult;
import org.creneau.client.Recogniser.Answer;
import org.creneau.client.Recognition.Verdict;
import org.creneau.core.FieldProblem;
import org.creneau.core.Ids;
import org.creneau.core.Numbers;
import org.creneau.core.Sql;
import org.creneau.core.Unavailable;

/** Brings people and partners together (guide 2.5, 4.9): nobody is registered twice, and nobody learns who somebody is. */
record IntroductionService(
        Sql sql,
        Access access,
        FormRules rules,
        IntroductionStore store,
        Recogniser recogniser,
        Enrolment enrolment,
        IntroductionMails mails,
        AuditLog auditLog,
        int mostRefusals) {

    /** Who loses a race finds out in the next attempt to whom. */
    private static final int ATTEMPTS = 3;

    private static final String DEFAULT_LANGUAGE = "fr";

    /** What a request comes to that was not made before. */
    private record Request(Introduce command, Form form, Digest digest) {}

    Future<IntroduceResult> introduce(Introduce command) {
        Form form = FormRules.normal(command.form());
        return attempt(new Request(command, form, IntroductionStore.digest(form, command.language())), ATTEMPTS);
    }

    private Future<IntroduceResult> attempt(Request request, int attempts) {
        if (attempts == 0) {
            return Future.failedFuture(new Unavailable("registration that others disturb", null));
        }
        Introduce command = request.command();
        return store.made(command.by().id(), command.key())
                .compose(made -> made.isPresent()
                        ? again(request, made.get())
                        : checked(request)
                                .recover(RegistrationService::outrun)
                                .compose(result -> result.isPresent()
                                        ? Future.succeededFuture(result.get())
                                        : attempt(request, attempts - 1)));
    }

    /** What the key named: shown to those who may still use the file, and noted like every look at it. */
    private Future<IntroduceResult> again(Request request, IntroductionStore.Made made) {
        if (!made.digest().equals(request.digest())) {
            return Future.succeededFuture(new IntroduceResult.KeyReused());
        }
        Actor.Partner by = request.command().by();
        return access.mayUseFile(by, made.clientId())
                .compose(may -> may
                        ? sql.transaction(within -> shown(within, by, made.clientId()))
                        : Future.succeededFuture(new IntroduceResult.RegisteredAlready()));
    }

    private Future<IntroduceResult> shown(SqlClient within, Actor.Partner by, UUID clientId) {
        return FileStore.find(within, clientId)
                .compose(file -> file.isEmpty()
                        ? Future.succeededFuture(new IntroduceResult.KeyReused()) // of somebody who was erased since
                        : Author.of(by, clientId)
                                .audit(within, auditLog, clientId, Action.FILE_VIEWED, new JsonObject())
                                .map(noted -> new IntroduceResult.Introduced(file.get(), rules.options())));
    }

    /** Empty: somebody was faster. */
    private Future<Optional<IntroduceResult>> checked(Request request) {
        Form form = request.form();
        if (!rules.isAdmissible(form.status())) {
            return done(new IntroduceResult.NotAdmissible());
        }
        Findings findings = rules.check(form);
        if (!findings.none()) {
            return done(new IntroduceResult.Invalid(findings.list()));
        }
        UUID partnerId = request.command().by().id();
        return recogniser.askFor(partnerId, mostRefusals, form.identity()).compose(answer -> {
            if (answer instanceof Answer.TooManyRefusals locked) {
                return done(new IntroduceResult.TooManyRefusals(locked.retryAfterSeconds()));
            }
            return decided(request, ((Answer.Decided) answer).verdict());
        });
    }

    private Future<Optional<IntroduceResult>> decided(Request request, Verdict verdict) {
        if (verdict instanceof Verdict.Disagrees) {
            return done(new IntroduceResult.Invalid(
                    List.of(new FieldProblem('/' + Step.IDENTITY.key(), "identity-mismatch"))));
        }
        return sql.transaction(within -> verdict instanceof Verdict.NewClient
                ? enrol(within, request)
                : IntroductionStore.holders(within, request.form().identity())
                        .compose(holders -> remind(within, request, holders)));
    }

    private static Future<Optional<IntroduceResult>> done(IntroduceResult result) {
        return Future.succeededFuture(Optional.of(result));
    }

    /** In an account that the ministry's other services brought, if the person has one. */
    private Future<Optional<IntroduceResult>> enrol(SqlClient within, Request request) {
        return IntroductionStore.ownerOf(within, request.form().identity().referenceNumber())
                .compose(owner -> owner.isEmpty()
                        ? newcomer(within, request)
                        : FileStore.find(within, owner.get())
                                .compose(file -> file.isEmpty()
                                        ? enrol(within, request, owner.get())
                                        : remind(within, request, List.of(owner.get()))));
    }

    private Future<Optional<IntroduceResult>> newcomer(SqlClient within, Request request) {
        UUID clientId = Ids.next();
        return IntroductionStore.insertClient(within, clientId).compose(made -> enrol(within, request, clientId));
    }

    private Future<Optional<IntroduceResult>> enrol(SqlClient within, Request request, UUID clientId) {
        Introduce command = request.command();
        String language = command.language() == null ? DEFAULT_LANGUAGE : command.language();
        Author author = Author.of(command.by(), clientId);
        return enrolment
                .enrol(within, clientId, request.form(), language, author)
                .compose(enrolled -> {
                    if (enrolled.isEmpty()) {
                        // Undoes the client, too.
                        return Future.failedFuture(new Enrolment.Outrun());
                    }
                    ClientFile file = enrolled.get();
                    JsonObject details = new JsonObject().put("change", "REGISTERED");
                    return mails.second(within, file)
                            .compose(told -> consent(within, command.by(), clientId))
                            .compose(given -> author.audit(within, auditLog, clientId, Action.FILE_CHANGED, details))
                            .compose(noted -> IntroductionStore.note(
                                    within, command.by().id(), command.key(), request.digest(), clientId))
                            .map(kept -> Optional.of(new IntroduceResult.Introduced(file, rules.options())));
                });
    }

    /**
     * The person is told anew what is needed at a partner's, by mail; the partner learns nothing. Unless the person was
     * registered by this very request, sent twice at once: whoever sees the file sees the key, too.
     */
    private Future<Optional<IntroduceResult>> remind(SqlClient within, Request request, List<UUID> holders) {
        Introduce command = request.command();
        return IntroductionStore.isMade(within, command.by().id(), command.key())
                .compose(made -> made
                        ? Future.succeededFuture(Optional.empty())
                        : told(within, holders).map(done -> Optional.of(new IntroduceResult.RegisteredAlready())));
    }

    private Future<Void> told(SqlClient within, List<UUID> holders) {
        return holders.size() == 1
                ? FileStore.read(within, holders.get(0)).compose(file -> mails.again(within, file, rules.today()))
                : Future.succeededFuture();
    }

    /** Counts before it looks, and takes back what agreed: attempts side by side do not get around the limit. */
    Future<PresentResult> present(Present command) {
        Guesses guesses = recogniser.guesses();
        Long number = Numbers.client(command.clientNumber());
        return guesses.shown(command.by().id(), mostRefusals, number)
                .compose(counted -> counted instanceof Counted.Within within
                        ? store.find(number, command.birthDate())
                                .compose(found -> found.isEmpty()
                                        ? Future.<PresentResult>succeededFuture(new PresentResult.Unknown())
                                        : guesses.takeBack(within.attempts())
                                                .compose(taken -> known(command.by(), found.get())))
                        : Future.succeededFuture(
                                new PresentResult.TooManyRefusals(((Counted.TooMany) counted).retryAfterSeconds())));
    }

    private Future<PresentResult> known(Actor by, UUID clientId) {
        return sql.transaction(within -> consent(within, by, clientId)
                .compose(given ->
                        Author.of(by, clientId).audit(within, auditLog, clientId, Action.FILE_VIEWED, new JsonObject()))
                .compose(noted -> FileStore.find(within, clientId))
                .map(file -> file.<PresentResult>map(found -> new PresentResult.Known(found, rules.options()))
                        .orElseGet(PresentResult.Unknown::new)));
    }

    private Future<Void> consent(SqlClient within, Actor by, UUID clientId) {
        String organisation = Access.onlyFor(by).orElseThrow(); // the ministry needs no consent
        return Consents.give(within, clientId, organisation).compose(given -> {
            if (!given.now()) {
                return Future.succeededFuture();
            }
            Consents.Consent withdrawn = given.withdrawn();
            return auditLog.record(within, AuditEntry.by(by, clientId, Action.CONSENT_GIVEN, new JsonObject()))
                    .compose(noted -> withdrawn == null
                            ? Future.succeededFuture()
                            : mails.usedAgain(within, clientId, withdrawn.name()));
        });
    }
}

package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.sqlclient.DatabaseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.client.Recogniser.Answer;
import org.creneau.client.Recognition.Verdict;
import org.creneau.client.Registrations.Confirm;
import org.creneau.client.Registrations.Draft;
import org.creneau.client.Registrations.Register;
import org.creneau.client.Registrations.RegisterResult;
import org.creneau.client.Registrations.Show;
import org.creneau.client.Registrations.ShowResult;
import org.creneau.core.FieldProblem;
import org.creneau.core.Unavailable;

/** Registers clients: all steps at once, or those that were saved (guide 4.10, 4.11). */
record RegistrationService(
        FormRules rules, FileStore files, DraftStore drafts, Recogniser recogniser, Enrolment enrolment) {

    /** Who loses a race finds out in the next attempt to whom. */
    private static final int ATTEMPTS = 3;

    private static final String UNIQUE_VIOLATION = "23505";

    Future<ShowResult> show(Show command) {
        return files.find(command.clientId())
                .compose(file -> file.isPresent()
                        ? Future.succeededFuture(new ShowResult.Registered(file.get(), rules.options()))
                        : drafts.find(command.clientId()).map(draft -> new ShowResult.InDraft(draft, rules.options())));
    }

    Future<RegisterResult> register(Register command) {
        Form form = FormRules.normal(command.form());
        return files.find(command.clientId()).compose(file -> {
            if (file.isPresent()) {
                return Future.succeededFuture(again(file.get(), form));
            }
            return checked(command.clientId(), form, command.language());
        });
    }

    Future<RegisterResult> confirm(Confirm command) {
        return show(new Show(command.clientId())).compose(found -> {
            if (found instanceof ShowResult.Registered registered) {
                return Future.succeededFuture(new RegisterResult.Registered(registered.file(), registered.options()));
            }
            Draft draft = ((ShowResult.InDraft) found).draft();
            return draft.missing().isEmpty()
                    ? register(new Register(command.clientId(), form(draft), command.language()))
                    : Future.succeededFuture(new RegisterResult.Incomplete());
        });
    }

    private static Form form(Draft draft) {
        return Form.of(draft.steps());
    }

    /** Also what was checked when it was saved: meanwhile a town, a status or the declaration may have changed. */
    private Future<RegisterResult> checked(UUID clientId, Form form, String language) {
        if (!rules.isAdmissible(form.status())) {
            return Future.succeededFuture(new RegisterResult.NotAdmissible());
        }
        Findings findings = rules.check(form);
        return findings.none()
                ? attempt(clientId, form, language, ATTEMPTS)
                : Future.succeededFuture(new RegisterResult.Invalid(findings.list()));
    }

    private Future<RegisterResult> attempt(UUID clientId, Form form, String language, int attempts) {
        if (attempts == 0) {
            return Future.failedFuture(new Unavailable("registration that others disturb", null));
        }
        return recogniser
                .ask(clientId, form.identity())
                .compose(answer -> enrol(clientId, form, language, answer))
                .recover(RegistrationService::outrun)
                .compose(result -> result.isPresent()
                        ? Future.succeededFuture(result.get())
                        : another(clientId, form, language, attempts - 1));
    }

    private Future<Optional<RegisterResult>> enrol(UUID clientId, Form form, String language, Answer answer) {
        if (answer instanceof Answer.TooManyRefusals locked) {
            return Future.succeededFuture(Optional.of(new RegisterResult.TooManyRefusals(locked.retryAfterSeconds())));
        }
        return enrol(clientId, form, language, ((Answer.Decided) answer).verdict());
    }

    /** Empty: somebody was faster. */
    private Future<Optional<RegisterResult>> enrol(UUID clientId, Form form, String language, Verdict verdict) {
        if (verdict instanceof Verdict.NewClient) {
            return enrolment.enrol(clientId, form, language).map(made -> made.map(this::registered));
        }
        return Future.succeededFuture(Optional.of(refusal(verdict)));
    }

    private static RegisterResult refusal(Verdict verdict) {
        if (verdict instanceof Verdict.OfPartner) {
            return new RegisterResult.NeedsCode();
        }
        return verdict instanceof Verdict.Elsewhere
                ? new RegisterResult.RegisteredElsewhere()
                : new RegisterResult.Invalid(List.of(new FieldProblem('/' + Step.IDENTITY.key(), "identity-mismatch")));
    }

    /** Empty when somebody was faster. */
    static <T> Future<Optional<T>> outrun(Throwable failure) {
        boolean faster = failure instanceof Enrolment.Outrun
                || (failure instanceof DatabaseException answered && UNIQUE_VIOLATION.equals(answered.getSqlState()));
        return faster ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure);
    }

    private Future<RegisterResult> another(UUID clientId, Form form, String language, int attempts) {
        return files.find(clientId).compose(file -> {
            if (file.isEmpty()) {
                return attempt(clientId, form, language, attempts);
            }
            return Future.succeededFuture(again(file.get(), form));
        });
    }

    private RegisterResult registered(ClientFile file) {
        return new RegisterResult.Registered(file, rules.options());
    }

    /** What somebody hears who has a file already. */
    private RegisterResult again(ClientFile file, Form form) {
        return file.says(form) ? registered(file) : new RegisterResult.RegisteredAlready();
    }
}

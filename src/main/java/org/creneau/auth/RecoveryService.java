package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.auth.LoginThrottle.Guess;
import org.creneau.auth.Recovery.RecoveryResult;
import org.creneau.auth.Recovery.RemindUserCode;
import org.creneau.auth.Recovery.SendTemporaryPassword;
import org.creneau.auth.RecoveryStore.Addressee;
import org.creneau.core.Names;
import org.creneau.core.Sql;
import org.creneau.notification.Mail;
import org.creneau.notification.Outbox;

/**
 * Helps those who have forgotten their user code or their password (guide 4.2, 4.3), by mail to the address of the account
 * and nowhere else.
 *
 * <p>Nobody learns whether anybody was found: the answer is the same, after the same time, with the same hashes computed.
 * Nobody is locked out by it either: the password goes on beside a temporary one until a new one is chosen, and attempts
 * are counted for the address that they come from.
 *
 * @param answersNeeded whether a temporary password also takes the answer to a security question
 */
record RecoveryService(
        Sql sql,
        RecoveryStore store,
        Outbox outbox,
        Secrets secrets,
        PasswordHasher hasher,
        Attempts attempts,
        EvenAnswers even,
        boolean answersNeeded) {

    Future<RecoveryResult> remind(RemindUserCode command) {
        String person = String.join(
                "\n",
                Names.folded(command.givenName()),
                Names.folded(command.familyName()),
                command.birthDate().toString(),
                command.sex().name());
        Guess guess = Guess.at("user-code", person, command.from());
        return counted(
                guess,
                () -> store.candidates(command).compose(candidates -> {
                    List<Addressee> found = candidates.stream()
                            .filter(candidate -> isNamed(candidate, command))
                            .map(RecoveryStore.Candidate::addressee)
                            .toList();
                    return sql.transaction(client -> remindEach(client, found));
                }));
    }

    private static boolean isNamed(RecoveryStore.Candidate candidate, RemindUserCode command) {
        return Names.folded(candidate.givenName()).equals(Names.folded(command.givenName()))
                && Names.folded(candidate.familyName()).equals(Names.folded(command.familyName()));
    }

    private Future<Void> remindEach(SqlClient within, List<Addressee> found) {
        Future<Void> all = Future.succeededFuture();
        for (Addressee addressee : found) {
            all = all.compose(before -> remind(within, addressee));
        }
        return all;
    }

    private Future<Void> remind(SqlClient within, Addressee to) {
        JsonObject model = new JsonObject().put("userCode", to.userCode());
        return store.admit(within, to.accountId(), Mail.Kind.USER_CODE_REMINDER)
                .compose(admitted -> admitted
                        ? outbox.add(within, mail(Mail.Kind.USER_CODE_REMINDER, to, model))
                        : Future.succeededFuture());
    }

    Future<RecoveryResult> sendTemporaryPassword(SendTemporaryPassword command) {
        SecurityAnswer answer = command.securityAnswer();
        if (answersNeeded && answer == null) {
            return Future.succeededFuture(new RecoveryResult.AnswerRequired());
        }
        Guess guess = Guess.at("password", command.userCode(), command.from());
        if (!answersNeeded || answer == null) {
            return counted(guess, () -> store.find(command).compose(this::give));
        }
        return counted(
                guess,
                () -> hasher.admit(() -> store.find(command)
                        .compose(found -> answered(found, answer))
                        .compose(this::give)));
    }

    /** Only ever on top of the user code and the address. Compared with a hash made alike when there is nobody. */
    private Future<Optional<Addressee>> answered(Optional<Addressee> found, SecurityAnswer answer) {
        return store.answer(found.map(Addressee::accountId).orElse(null), answer.question())
                .compose(hash -> hasher.compare(answer.answer(), hash))
                .map(comparison -> comparison.matches() ? found : Optional.empty());
    }

    private Future<Void> give(Optional<Addressee> found) {
        return sql.transaction(client -> found.isPresent() ? give(client, found.get()) : Future.succeededFuture());
    }

    private Future<Void> give(SqlClient within, Addressee to) {
        return store.admit(within, to.accountId(), Mail.Kind.TEMPORARY_PASSWORD).compose(admitted -> {
            if (!admitted) {
                return Future.succeededFuture();
            }
            String temporary = secrets.temporaryPassword();
            return store.give(within, to.accountId(), Digest.of(temporary)).compose(expiresAt -> {
                JsonObject model = new JsonObject()
                        .put("userCode", to.userCode())
                        .put("temporaryPassword", temporary)
                        .put("expiresAt", expiresAt.toInstant().toString());
                return outbox.add(within, mail(Mail.Kind.TEMPORARY_PASSWORD, to, model));
            });
        });
    }

    private static Mail mail(Mail.Kind kind, Addressee to, JsonObject model) {
        return Mail.now(kind, to.email(), to.language(), model, to.clientId());
    }

    private Future<RecoveryResult> counted(Guess guess, Supplier<Future<Void>> work) {
        return even.take(() -> attempts.pause(guess)
                .compose(paused -> attempts.<RecoveryResult>count(
                        guess, RecoveryResult.Locked::new, () -> work.get().map(new RecoveryResult.Accepted()))));
    }
}

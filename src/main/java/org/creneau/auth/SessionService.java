package org.creneau.auth;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.creneau.auth.AccountStore.Credentials;
import org.creneau.auth.Accounts.LogOut;
import org.creneau.auth.Accounts.LogOutResult;
import org.creneau.auth.Accounts.Principal;
import org.creneau.auth.Accounts.Refresh;
import org.creneau.auth.Accounts.RefreshResult;
import org.creneau.auth.Accounts.Tokens;
import org.creneau.core.Ids;
import org.creneau.core.Unavailable;

/** Begins, continues and ends sessions. No password is hashed here, so a refresh is cheap. */
record SessionService(
        SessionStore store,
        StaffStore staff,
        EndedSessions endedSessions,
        TokenIssuer issuer,
        RefreshTokens refreshTokens,
        Workers signing,
        long accessTokenSeconds) {

    /** Begins a session for somebody whose password was right. */
    Future<Tokens> open(Credentials verified) {
        UUID sessionId = Ids.next();
        String refreshToken = refreshTokens.next();
        return signing.admit(() -> store.open(sessionId, verified, Digest.of(refreshToken))
                .compose(opened -> opened
                        ? tokens(verified.clientId(), sessionId, verified.mustChangePassword(), refreshToken)
                        : Future.failedFuture(new Unavailable("log-in: the password is being changed", null))));
    }

    /**
     * Begins a session for somebody whose temporary password was right; nothing but changing it is allowed there.
     *
     * @return empty when somebody else was faster
     */
    Future<Optional<Tokens>> openOnce(Credentials verified, Digest temporary) {
        UUID sessionId = Ids.next();
        String refreshToken = refreshTokens.next();
        return signing.admit(() -> store.openOnce(sessionId, verified, temporary, Digest.of(refreshToken))
                .compose(opened -> opened
                        ? tokens(verified.clientId(), sessionId, true, refreshToken)
                                .map(Optional::of)
                        : Future.succeededFuture(Optional.empty())));
    }

    Future<RefreshResult> refresh(Refresh command) {
        if (!RefreshTokens.isPlausible(command.refreshToken())) {
            return Future.succeededFuture(new RefreshResult.Rejected());
        }
        Digest presented = Digest.of(command.refreshToken());
        String successor = refreshTokens.next();
        // Admitted before the token is used up: a node too busy to sign refuses, and the token can be tried again.
        return signing.admit(() -> store.rotate(presented, Digest.of(successor))
                .compose(rotated -> rotated.isPresent() ? refreshed(rotated.get(), successor) : reject(presented)));
    }

    Future<LogOutResult> logOut(LogOut command) {
        UUID session = command.principal().sessionId();
        if (session == null) {
            return Future.succeededFuture(new LogOutResult());
        }
        return store.logOut(session).map(done -> {
            endedSessions.addAll(Set.of(session));
            return new LogOutResult();
        });
    }

    /** @return empty when the password was changed by somebody else meanwhile */
    Future<Optional<Tokens>> changePassword(Principal principal, Credentials verified, String newHash) {
        UUID current = principal.sessionId();
        UUID sessionId = current == null ? Ids.next() : current;
        String refreshToken = refreshTokens.next();
        return signing.admit(() -> store.changePassword(verified, newHash, sessionId, Digest.of(refreshToken))
                .compose(ended -> {
                    if (ended.isEmpty()) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    endedSessions.addAll(ended.get());
                    return tokens(verified.clientId(), sessionId, false, refreshToken)
                            .map(Optional::of);
                }));
    }

    private Future<RefreshResult> refreshed(SessionStore.Refreshed session, String successor) {
        return tokens(session.clientId(), session.sessionId(), session.mustChangePassword(), successor)
                .map(RefreshResult.Refreshed::new);
    }

    private Future<RefreshResult> reject(Digest presented) {
        return store.endIfUsed(presented).map(ended -> {
            endedSessions.addAll(ended);
            return new RefreshResult.Rejected();
        });
    }

    private Future<Tokens> tokens(UUID clientId, UUID sessionId, boolean mustChangePassword, String refreshToken) {
        return staff.actor(clientId)
                .compose(actor ->
                        signing.run(() -> issuer.sign(actor, sessionId, mustChangePassword, accessTokenSeconds)))
                .map(access -> new Tokens(access, refreshToken, accessTokenSeconds, mustChangePassword));
    }
}

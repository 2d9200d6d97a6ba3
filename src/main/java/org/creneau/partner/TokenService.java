package org.creneau.partner;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.access.Scope;
import org.creneau.auth.Auth;
import org.creneau.auth.Digest;
import org.creneau.core.Ids;
import org.creneau.partner.PartnerTokens.Authenticate;
import org.creneau.partner.PartnerTokens.AuthenticateResult;
import org.creneau.partner.PartnerTokens.Issue;
import org.creneau.partner.PartnerTokens.Token;

/** Lets partners' systems in. */
record TokenService(PartnerSystemStore store, Auth auth, long accessTokenSeconds) {

    /** Nobody's: what is no id is looked up like one that nobody has. */
    private static final UUID NOBODY = new UUID(0, 0);

    Future<AuthenticateResult> authenticate(Authenticate command) {
        UUID id = Ids.parse(command.clientId()).orElse(NOBODY);
        return store.authenticate(id, Digest.of(command.secret()), accessTokenSeconds)
                .map(found ->
                        found.map(known -> admit(id, known, command)).orElseGet(AuthenticateResult.UnknownClient::new));
    }

    private static AuthenticateResult admit(UUID id, PartnerSystemStore.Known known, Authenticate command) {
        Optional<Set<Scope>> scopes = command.scope() == null
                ? Optional.of(known.scopes())
                : Scope.parse(command.scope()).filter(known.scopes()::containsAll);
        return scopes.<AuthenticateResult>map(asked -> new AuthenticateResult.Authenticated(
                        new Actor.Partner(id, known.organisation(), asked), known.secretId(), known.lifetimeSeconds()))
                .orElseGet(AuthenticateResult.InvalidScope::new);
    }

    Future<Token> issue(Issue command) {
        AuthenticateResult.Authenticated to = command.to();
        return auth.systemToken(to.system(), to.secretId(), to.lifetimeSeconds())
                .map(Token::new);
    }
}

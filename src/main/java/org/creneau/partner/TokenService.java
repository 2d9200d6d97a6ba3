package org.creneau.partner;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.access.Scope;
import org.creneau.auth.Auth;
import org.creneau.auth.Digest;
import org.creneau.core.Ids;
import org.creneau.partner.PartnerSystemStore.Known;
import org.creneau.partner.PartnerSystemStore.KnownByKey;
import org.creneau.partner.PartnerTokens.Authenticate;
import org.creneau.partner.PartnerTokens.AuthenticateResult;
import org.creneau.partner.PartnerTokens.Issue;
import org.creneau.partner.PartnerTokens.Proof;
import org.creneau.partner.PartnerTokens.Refusal;
import org.creneau.partner.PartnerTokens.Token;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets partners' systems in. */
record TokenService(PartnerSystemStore store, Assertions assertions, Auth auth, long accessTokenSeconds) {

    private static final Logger log = LoggerFactory.getLogger(TokenService.class);

    /** Nobody's: what is no id is looked up like one that nobody has. */
    private static final UUID NOBODY = new UUID(0, 0);

    Future<AuthenticateResult> authenticate(Authenticate command) {
        if (command.proof() instanceof Proof.Assertion assertion) {
            return Assertions.claimed(assertion.jwt())
                    .filter(claimed ->
                            command.clientId() == null || command.clientId().equals(claimed.subject()))
                    .map(claimed -> bySignature(claimed, assertion, command.scope()))
                    .orElseGet(TokenService::unknown);
        }
        String clientId = String.valueOf(command.clientId());
        return bySecret(clientId, (Proof.Secret) command.proof(), command.scope());
    }

    private Future<AuthenticateResult> bySecret(String clientId, Proof.Secret secret, @Nullable String scope) {
        UUID id = Ids.parse(clientId).orElse(NOBODY);
        return store.authenticate(id, Digest.of(secret.text()), accessTokenSeconds)
                .map(found ->
                        found.map(known -> admit(id, known, scope)).orElseGet(AuthenticateResult.UnknownClient::new));
    }

    private Future<AuthenticateResult> bySignature(
            Assertions.Claimed claimed, Proof.Assertion assertion, @Nullable String scope) {
        UUID id = Ids.parse(claimed.subject()).orElse(NOBODY);
        return store.keys(id, accessTokenSeconds).compose(keys -> {
            for (KnownByKey candidate : keys) {
                Optional<JsonObject> claims = candidate.key().algorithms().contains(claimed.algorithm())
                        ? assertions.claims(assertion.jwt(), candidate.key(), claimed.algorithm())
                        : Optional.empty();
                if (claims.isPresent()) {
                    return use(id, candidate.known(), assertions.read(claims.get(), claimed.subject()), scope);
                }
            }
            return unknown();
        });
    }

    private Future<AuthenticateResult> use(UUID id, Known known, Assertions.Read read, @Nullable String scope) {
        if (read instanceof Assertions.Read.Bad bad) {
            return Future.succeededFuture(new AuthenticateResult.BadAssertion(bad.why()));
        }
        AuthenticateResult result = admit(id, known, scope);
        if (!(result instanceof AuthenticateResult.Authenticated)) {
            return Future.succeededFuture(result); // which uses nothing up
        }
        Assertions.Read.Good good = (Assertions.Read.Good) read;
        return store.use(id, good.id(), good.expiresAt())
                // Nobody waits for it: what stays this time goes with the next.
                .onSuccess(first ->
                        store.forgetAssertions().onFailure(e -> log.debug("assertions are forgotten later", e)))
                .map(first -> first ? result : new AuthenticateResult.BadAssertion(Refusal.USED));
    }

    private static Future<AuthenticateResult> unknown() {
        return Future.succeededFuture(new AuthenticateResult.UnknownClient());
    }

    private static AuthenticateResult admit(UUID id, Known known, @Nullable String scope) {
        Optional<Set<Scope>> scopes =
                scope == null ? Optional.of(known.scopes()) : Scope.parse(scope).filter(known.scopes()::containsAll);
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

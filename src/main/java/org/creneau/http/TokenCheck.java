package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.util.Optional;
import java.util.Set;
import org.creneau.auth.Accounts.Principal;
import org.creneau.auth.TokenVerifier;

/** Lets in whoever shows a valid access token of the kind that the operation is for. */
final class TokenCheck implements AuthenticationHandler {

    /** What a client can do whose password is temporary. */
    private static final Set<String> ALWAYS_ALLOWED = Set.of("changePassword", "logOut");

    private static final String SCHEME = "bearer ";

    private final TokenVerifier tokens;
    private final Responder responder;
    private final Problems problems;
    private final Admission admission;

    TokenCheck(TokenVerifier tokens, Responder responder, Problems problems, Admission admission) {
        this.admission = admission;
        this.tokens = tokens;
        this.responder = responder;
        this.problems = problems;
    }

    @Override
    public void handle(RoutingContext context) {
        Call call = Call.of(context);
        call.markReceived();
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            responder.answer(call, problems.of(ProblemCode.UNAUTHENTICATED, call.lang()));
            return;
        }
        Future<Optional<Principal>> verified =
                tokens.verify(authorization.substring(SCHEME.length()).strip());
        verified.onComplete(
                principal -> decide(call, principal),
                failure -> responder.answer(
                        call, problems.of(failure, call.operation().id(), call.lang())));
    }

    private void decide(Call call, Optional<Principal> principal) {
        if (principal.isEmpty()) {
            responder.answer(call, problems.invalidToken(call.lang()));
        } else if (principal.get().mustChangePassword()
                && !ALWAYS_ALLOWED.contains(call.operation().id())) {
            responder.answer(call, problems.of(ProblemCode.MUST_CHANGE_PASSWORD, call.lang()));
        } else if (!call.operation().entrance().admits(principal.get().actor())) {
            responder.answer(call, problems.of(ProblemCode.FORBIDDEN, call.lang()));
        } else {
            call.authenticated(principal.get());
            if (admission.admitsAccount(call)) {
                call.context().next();
            } else {
                responder.answer(call, Admission.tooMany(call, problems));
            }
        }
    }
}

package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
        check(call, context::next, refusal -> responder.answer(call, refusal));
    }

    /** Goes on in one of two ways, perhaps later: also before the body is there. */
    void check(Call call, Runnable admitted, Consumer<Reply> refused) {
        String authorization = call.context().request().getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            refused.accept(problems.of(ProblemCode.UNAUTHENTICATED, call.lang()));
            return;
        }
        Future<Optional<Principal>> verified =
                tokens.verify(authorization.substring(SCHEME.length()).strip());
        verified.onComplete(
                principal -> decide(call, principal, admitted, refused),
                failure -> refused.accept(problems.of(failure, call)));
    }

    private void decide(Call call, Optional<Principal> principal, Runnable admitted, Consumer<Reply> refused) {
        if (principal.isEmpty()) {
            refused.accept(problems.invalidToken(call.lang()));
        } else if (principal.get().mustChangePassword()
                && !ALWAYS_ALLOWED.contains(call.operation().id())) {
            refused.accept(problems.of(ProblemCode.MUST_CHANGE_PASSWORD, call.lang()));
        } else if (!call.operation().entrance().admits(principal.get().actor())) {
            refused.accept(problems.of(ProblemCode.FORBIDDEN, call.lang()));
        } else {
            call.authenticated(principal.get());
            if (admission.admitsAccount(call)) {
                admitted.run();
            } else {
                refused.accept(Admission.tooMany(call, problems));
            }
        }
    }
}

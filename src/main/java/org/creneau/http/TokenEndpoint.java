package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.creneau.access.Entrance;
import org.creneau.access.Scope;
import org.creneau.http.Reply.Caching;
import org.creneau.http.TokenRequest.Fault;
import org.creneau.limit.Limit;
import org.creneau.limit.Limits;
import org.creneau.partner.PartnerTokens;
import org.creneau.partner.PartnerTokens.Authenticate;
import org.creneau.partner.PartnerTokens.AuthenticateResult;
import org.creneau.partner.PartnerTokens.Issue;
import org.creneau.partner.PartnerTokens.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Where partners' systems get their access tokens (RFC 6749, section 4.4, and RFC 7523), and what tells their libraries where that is
 * (RFC 8414). Beside the contract, because its bodies are forms and its errors are those of RFC 6749, section 5.2; what has
 * nothing to do with these (limits, a body that is too large, our own faults) is a problem document as everywhere.
 */
final class TokenEndpoint {

    static final String METADATA_PATH = "/.well-known/oauth-authorization-server";

    /** Of a form: an id, a secret or an assertion, and some scopes, whatever is escaped in them. */
    private static final int MOST_BYTES = 4096;

    private static final String FORM = "application/x-www-form-urlencoded";

    /** In place of the contract's; the form is read by {@link TokenRequest}. */
    private static final OperationSpec OPERATION = new OperationSpec(
            "issueToken",
            Map.of(),
            Set.of(),
            new OperationSpec.Body.JsonBody(new Shape.Fields(Map.of(), List.of())),
            new Entrance.Everybody());

    private static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");
    private static final CharSequence PRAGMA = HttpHeaders.createOptimized("Pragma");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");

    private record Granted(String access_token, String token_type, long expires_in, String scope) {}

    private record Refused(String error, String error_description) {}

    private final Vertx vertx;
    private final HttpFront front;
    private final Responder responder;
    private final Admission admission;
    private final @Nullable Limit tokens;
    private final OperationHandler handler;

    TokenEndpoint(Vertx vertx, HttpFront front, Responder responder) {
        this.vertx = vertx;
        this.front = front;
        this.responder = responder;
        Limits limits = front.services().limits();
        this.tokens = limits == null ? null : limits.partnerTokens();
        this.admission = Admission.of(OPERATION, limits);
        this.handler = admission.before(this::issue, front.addresses(), front.problems());
    }

    void mount(Router router) {
        router.get(METADATA_PATH).handler(this::metadata);
        router.post(PartnerTokens.PATH)
                .handler((PlatformHandler) this::intake)
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(this::serve)
                .failureHandler(this::failed);
    }

    private void metadata(RoutingContext context) {
        String base = front.services().settings().publicUrl();
        JsonArray scopes = new JsonArray();
        Arrays.stream(Scope.values()).map(Scope::text).forEach(scopes::add);
        Buffer json = new JsonObject()
                .put("issuer", base)
                .put("token_endpoint", base + PartnerTokens.PATH)
                .put("jwks_uri", base + ApiRouter.KEYS_PATH)
                .put("scopes_supported", scopes)
                .put("response_types_supported", new JsonArray())
                .put("grant_types_supported", new JsonArray().add(TokenRequest.CLIENT_CREDENTIALS))
                .put(
                        "token_endpoint_auth_methods_supported",
                        new JsonArray()
                                .add("client_secret_basic")
                                .add("client_secret_post")
                                .add("private_key_jwt"))
                .put("token_endpoint_auth_signing_alg_values_supported", new JsonArray(PartnerTokens.ALGORITHMS))
                .put("service_documentation", base + ApiRouter.CONTRACT_PATH)
                .toBuffer();
        responder.answer(context.request(), Reply.of(200, json, Reply.JSON, Caching.CATALOGUE, null));
    }

    private void intake(RoutingContext context) {
        Call call = new Call(context, OPERATION);
        responder.deadlines().watch(call);
        if (!admission.admitsAddress(call, front.addresses())) {
            responder.answer(call, Admission.tooMany(call, front.problems()));
        } else if (context.request().query() != null) {
            // Addresses are written into logs everywhere, and nothing of a request for a token belongs there.
            responder.answer(call, refused(new Fault("invalid_request", "no query is allowed")));
        } else if (!isForm(context.request())) {
            responder.answer(call, refused(new Fault("invalid_request", "the body must be " + FORM)));
        } else {
            context.next();
        }
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null
                && !request.headers().contains(HttpHeaders.CONTENT_ENCODING)
                && type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(FORM);
    }

    private void serve(RoutingContext context) {
        Call call = Call.of(context);
        call.markReceived();
        Future<Reply> reply;
        try {
            reply = handler.handle(call);
        } catch (RuntimeException broken) {
            reply = Future.failedFuture(broken);
        }
        reply.onComplete(
                answer -> responder.answer(call, answer),
                failure -> responder.answer(call, front.problems().of(failure, OPERATION.id(), call.lang())));
    }

    private Future<Reply> issue(Call call) {
        TokenRequest read = TokenRequest.read(
                call.context().request().getHeader(HttpHeaders.AUTHORIZATION),
                call.context().request().formAttributes());
        if (read instanceof Fault fault) {
            return Future.succeededFuture(refused(fault));
        }
        TokenRequest.Asked request = (TokenRequest.Asked) read;
        Authenticate command = new Authenticate(request.clientId(), request.proof(), request.scope());
        return PartnerTokens.AUTHENTICATE
                .request(vertx, command, timeoutMillis())
                .compose(result -> decide(call, result));
    }

    private Future<Reply> decide(Call call, AuthenticateResult result) {
        if (result instanceof AuthenticateResult.Authenticated known) {
            return admits(call, known)
                    .compose(admitted -> admitted
                            ? PartnerTokens.ISSUE
                                    .request(vertx, new Issue(known), timeoutMillis())
                                    .map(token -> granted(token.text(), known))
                            : Future.succeededFuture(Admission.tooMany(call, front.problems())));
        }
        return Future.succeededFuture(refused(fault(result)));
    }

    private static Fault fault(AuthenticateResult refusal) {
        if (refusal instanceof AuthenticateResult.InvalidScope) {
            return new Fault("invalid_scope", "a scope is unknown, or not the client's");
        }
        return new Fault(
                TokenRequest.INVALID_CLIENT,
                refusal instanceof AuthenticateResult.BadAssertion bad
                        ? text(bad.why())
                        : "the client, its secret or its key is not known");
    }

    private static String text(Refusal refusal) {
        return switch (refusal) {
            case NOT_ITSELF -> "iss and sub of the assertion must be the client's id";
            case OTHER_AUDIENCE -> "aud of the assertion must be the token endpoint, or the issuer, alone";
            case OUT_OF_TIME -> "the assertion is over, has not begun, or ends more than an hour ahead";
            case NO_ID -> "the assertion needs a jti of up to 255 characters";
            case USED -> "the assertion has been used";
        };
    }

    /**
     * Counts only what the system itself asks for: else anybody who knows its id, which is no secret, could use up its
     * tokens.
     */
    private Future<Boolean> admits(Call call, AuthenticateResult.Authenticated known) {
        Limit limit = tokens;
        if (limit == null) {
            return Future.succeededFuture(true);
        }
        Object subject = known.system().id();
        return call.limited(limit.take(subject, call.begunNanos()))
                ? limit.confirm(subject, call.verdict()).map(call::limited)
                : Future.succeededFuture(false);
    }

    private static Reply granted(String token, AuthenticateResult.Authenticated to) {
        Granted granted = new Granted(
                token, "Bearer", to.lifetimeSeconds(), Scope.format(to.system().scopes()));
        return plain(200, granted);
    }

    private static Reply refused(Fault fault) {
        Reply reply = plain(fault.status(), new Refused(fault.error(), fault.description()));
        return fault.status() == 401
                ? reply.with(WWW_AUTHENTICATE, "Basic realm=\"creneau\", charset=\"UTF-8\"")
                : reply;
    }

    private static Reply plain(int status, Object content) {
        return Reply.json(status, content, Caching.NO_STORE, null).with(PRAGMA, NO_CACHE);
    }

    /** What Vert.x finds while it reads the form. */
    private void failed(RoutingContext context) {
        Call call = Call.of(context);
        if (call.received()) {
            Throwable failure = context.failure();
            responder.answer(
                    call,
                    front.problems()
                            .of(
                                    failure == null ? new IllegalStateException("failed") : failure,
                                    OPERATION.id(),
                                    call.lang()));
        } else if (context.statusCode() == 413) {
            responder.answer(call, front.problems().of(ProblemCode.PAYLOAD_TOO_LARGE, call.lang()));
        } else {
            responder.answer(
                    call,
                    refused(new Fault("invalid_request", "the form cannot be read"))
                            .with(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
        }
    }

    private long timeoutMillis() {
        return front.services().settings().http().requestTimeoutMillis();
    }
}

package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.creneau.config.Settings;
import org.creneau.http.Reply.Caching;
import org.creneau.partner.PartnerTokens;
import org.jspecify.annotations.Nullable;

/** Builds the router of one event loop from the contract. */
final class ApiRouter {

    private static final CharSequence YAML = HttpHeaders.createOptimized("application/yaml");

    static final String KEYS_PATH = "/.well-known/jwks.json";
    static final String CONTRACT_PATH = Contract.BASE_PATH + "/openapi.yaml";

    /** Whatever Vert.x itself may refuse a request with. */
    private static final List<Integer> VERTX_REFUSALS = List.of(400, 404, 405, 406, 413, 415, 417, 500);

    private static final int PREFLIGHT_SECONDS = 600;

    /** As the contract says: ten thousand rows are well below it. */
    private static final int MOST_FILE_BYTES = 4 * 1024 * 1024;

    private final Vertx vertx;
    private final HttpFront front;
    private final Responder responder;
    private final LeftListeners listeners;

    ApiRouter(Vertx vertx, HttpFront front, Responder responder, LeftListeners listeners) {
        this.listeners = listeners;
        this.vertx = vertx;
        this.front = front;
        this.responder = responder;
    }

    Router create() {
        Router router = Router.router(vertx);
        cors(router);
        router.get(KEYS_PATH).handler(this::keys);
        router.get(CONTRACT_PATH).handler(this::contract);
        new TokenEndpoint(vertx, front, responder).mount(router);
        new BulkRoutes(
                        front.services().bulkFeed(),
                        front.services().limits(),
                        responder,
                        front.problems(),
                        front.addresses())
                .addTo(router);
        Router api = api();
        Stream.concat(router.getRoutes().stream(), api.getRoutes().stream()).forEach(ApiRouter::alsoHead);
        router.route(Contract.BASE_PATH + "/*").subRouter(api);
        router.route().last().handler(this::noSuchPath);
        for (int status : VERTX_REFUSALS) {
            // Not all of Vert.x's refusals leave their status in the context.
            router.errorHandler(status, context -> failed(context, status));
            api.errorHandler(status, context -> failed(context, status));
        }
        return router;
    }

    /** RFC 9110, section 9.3.2: as GET, for those who want the head alone. Vert.x leaves the body out. */
    private static void alsoHead(Route route) {
        Set<HttpMethod> methods = route.methods();
        if (methods != null && methods.contains(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD);
        }
    }

    private Router api() {
        HttpServices services = front.services();
        RouterBuilder builder = RouterBuilder.create(vertx, front.contract().model());
        Map<String, OperationHandler> handlers = handlers();
        Set<String> operations = front.contract().operations().keySet();
        if (!handlers.keySet().equals(operations)) {
            throw new IllegalStateException("openapi.yaml has the operations " + operations
                    + ", but there are handlers for " + handlers.keySet());
        }
        BodyHandler bodies = BodyHandler.create(false)
                .setBodyLimit(services.settings().http().maxBodyBytes());
        BodyHandler files = BodyHandler.create(false).setBodyLimit(MOST_FILE_BYTES);
        InputCheck input = new InputCheck(responder, front.problems());
        for (OpenAPIRoute route : builder.getRoutes()) {
            OperationSpec operation =
                    front.contract().operation(route.getOperation().getOperationId());
            // See Shape for why the checks are not the router's own.
            route.setDoValidation(false).setDoSecurity(false);
            Admission admission = Admission.of(operation, services.limits());
            route.addHandler(new Intake(operation, responder, front.problems(), admission, front.addresses()));
            TokenCheck tokens = new TokenCheck(services.tokens(), responder, front.problems(), admission);
            if (operation.body() instanceof OperationSpec.Body.CsvBody) {
                route.addHandler(new FileIntake(tokens, front.files(), responder, front.problems()));
                route.addHandler(files);
            } else {
                if (operation.body() != null) {
                    route.addHandler(bodies);
                }
                if (operation.secured()) {
                    route.addHandler(tokens);
                }
            }
            route.addHandler(input);
            OperationHandler handler = admission.before(
                    Objects.requireNonNull(handlers.get(operation.id())), front.addresses(), front.problems());
            route.addHandler(context -> serve(Call.of(context), handler));
            // Without one, Vert.x writes every failure into the log, also that a client went away. An exception
            // comes with the status that the response would have had.
            route.addFailureHandler(
                    context -> failed(context, context.statusCode() >= 400 ? context.statusCode() : 500));
        }
        return builder.createRouter();
    }

    private Map<String, OperationHandler> handlers() {
        Requests requests =
                new Requests(vertx, front.services().settings().http().requestTimeoutMillis(), front.problems());
        return front.services().operations().handlers(requests, front.problems(), front.addresses(), listeners);
    }

    private void serve(Call call, OperationHandler handler) {
        Future<Reply> reply;
        try {
            reply = handler.handle(call);
        } catch (RuntimeException broken) {
            reply = Future.failedFuture(broken);
        }
        reply.onComplete(
                answer -> responder.answer(call, answer),
                failure -> responder.answer(call, front.problems().of(failure, call)));
    }

    private void cors(Router router) {
        Settings.Http settings = front.services().settings().http();
        if (settings.corsOrigins().isEmpty()) {
            return;
        }
        CorsHandler handler = CorsHandler.create()
                .addOrigins(settings.corsOrigins())
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH))
                .allowedHeaders(Set.of(
                        "Authorization",
                        "Content-Type",
                        "Accept-Language",
                        "Idempotency-Key",
                        "If-Match",
                        "If-None-Match"))
                .exposedHeaders(Set.of("ETag", "Location", "Retry-After", "RateLimit", "RateLimit-Policy"))
                .maxAgeSeconds(PREFLIGHT_SECONDS);
        Set<String> origins = Set.copyOf(settings.corsOrigins());
        router.route().handler(context -> {
            String origin = context.request().getHeader(HttpHeaders.ORIGIN);
            // Without CORS headers the browser hides the answer from foreign pages; our own pages send an origin, too.
            if (origin == null || origins.contains(origin)) {
                // The handler answers by itself what a browser asks beforehand.
                Responder.protect(context.response().headers());
                handler.handle(context);
            } else {
                context.next();
            }
        });
    }

    private void keys(RoutingContext context) {
        Buffer keys = front.services().keys().get().toBuffer();
        responder.answer(context.request(), Reply.of(200, keys, Reply.JSON, Caching.CATALOGUE, null));
    }

    private void contract(RoutingContext context) {
        responder.answer(context.request(), Reply.of(200, front.contract().source(), YAML, Caching.CATALOGUE, null));
    }

    private void noSuchPath(RoutingContext context) {
        Lang lang = Lang.of(context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        List<HttpMethod> methods = methods(context.normalizedPath());
        Reply reply = methods.isEmpty()
                ? front.problems().of(ProblemCode.NOT_FOUND, lang)
                : front.problems()
                        .of(ProblemCode.METHOD_NOT_ALLOWED, lang)
                        .with(
                                HttpHeaders.ALLOW,
                                methods.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", ")));
        responder.answer(context.request(), reply);
    }

    private List<HttpMethod> methods(String path) {
        List<HttpMethod> methods = switch (path) {
            case KEYS_PATH, CONTRACT_PATH, TokenEndpoint.METADATA_PATH -> List.of(HttpMethod.GET);
            case PartnerTokens.PATH -> List.of(HttpMethod.POST);
            default ->
                BulkRoutes.has(path)
                        ? List.of(HttpMethod.GET)
                        : front.contract().methods(path);
        };
        return methods.contains(HttpMethod.GET)
                ? Stream.concat(methods.stream(), Stream.of(HttpMethod.HEAD)).toList()
                : methods;
    }

    /** What Vert.x refuses, and what nobody expected. */
    private void failed(RoutingContext context, int status) {
        @Nullable Call call = Call.find(context);
        Lang lang = call == null ? Lang.of(context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE)) : call.lang();
        if (call != null && brokenBody(call, status)) {
            responder.answer(
                    call,
                    front.problems().validation("", "malformed", lang).with(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
            return;
        }
        Reply reply = reply(
                context.failure(),
                status,
                call == null ? "none" : call.operation().id(),
                lang);
        if (call == null) {
            responder.answer(context.request(), reply);
        } else {
            responder.answer(call, reply);
        }
    }

    /** Before the end of a body nothing of ours has run yet: the client left, or what it sends is not HTTP. */
    private static boolean brokenBody(Call call, int status) {
        return status >= 500 && call.operation().body() != null && !call.received();
    }

    private Reply reply(@Nullable Throwable failure, int status, String operation, Lang lang) {
        Problems problems = front.problems();
        return switch (status) {
            case 404 -> problems.of(ProblemCode.NOT_FOUND, lang);
            case 413 -> problems.of(ProblemCode.PAYLOAD_TOO_LARGE, lang);
            case 415 -> problems.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, lang);
            case 417 -> problems.validation(Faults.header("Expect"), "not-allowed", lang);
            case 400, 405, 406 -> problems.validation("?", "malformed", lang);
            default ->
                problems.of(failure == null ? new IllegalStateException("status " + status) : failure, operation, lang);
        };
    }
}

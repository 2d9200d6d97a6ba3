package org.creneau.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.creneau.bulk.BulkFeed;
import org.creneau.bulk.BulkFile;
import org.creneau.bulk.Publication;
import org.creneau.http.Reply.Caching;
import org.creneau.limit.Limits;
import org.creneau.limit.Verdict;
import org.jspecify.annotations.Nullable;

/** The offer as a feed for aggregators (SMART Scheduling Links), whose paths are not in the style of the contract. */
final class BulkRoutes {

    private static final String PATH = BulkFeed.PATH;
    private static final String MANIFEST = PATH + Publication.MANIFEST;
    private static final CharSequence NDJSON = HttpHeaders.createOptimized("application/fhir+ndjson");

    private final BulkFeed feed;
    private final @Nullable Limits limits;
    private final Responder responder;
    private final Problems problems;
    private final ClientAddress addresses;

    BulkRoutes(
            BulkFeed feed, @Nullable Limits limits, Responder responder, Problems problems, ClientAddress addresses) {
        this.feed = feed;
        this.limits = limits;
        this.responder = responder;
        this.problems = problems;
        this.addresses = addresses;
    }

    void addTo(Router router) {
        router.get(PATH + "*").handler(this::serve);
    }

    static boolean has(String path) {
        return path.equals(MANIFEST) || (path.startsWith(PATH) && path.endsWith(".ndjson"));
    }

    private void serve(RoutingContext context) {
        HttpServerRequest request = context.request();
        Lang lang = Lang.of(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        if (limits != null) {
            Verdict verdict = limits.addresses().take(addresses.of(request), System.nanoTime());
            if (!verdict.allowed()) {
                responder.answer(request, problems.wait(ProblemCode.RATE_LIMITED, verdict.retryAfterSeconds(), lang));
                return;
            }
        }
        String path = context.normalizedPath();
        if (!has(path)) {
            context.next();
            return;
        }
        feed.current()
                .onComplete(
                        publication -> publication
                                .file(path.substring(PATH.length()))
                                .ifPresentOrElse(
                                        file -> answer(request, file),
                                        () -> responder.answer(request, problems.of(ProblemCode.NOT_FOUND, lang))),
                        failure -> responder.answer(request, problems.of(failure, "bulk-publish", lang)));
    }

    private void answer(HttpServerRequest request, BulkFile file) {
        CharSequence type = file.name().equals(Publication.MANIFEST) ? Reply.JSON : NDJSON;
        Reply reply = new Reply(200, file.body(), type, Caching.FEED, null, file.tag(), List.of(), null);
        String known = request.getHeader(EntityTags.CONDITION);
        responder.answer(request, known != null && EntityTags.match(known, file.tag()) ? reply.notModified() : reply);
    }
}

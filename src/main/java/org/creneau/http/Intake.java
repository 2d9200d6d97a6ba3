package org.creneau.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.Locale;

/** The first handler of each operation: what can be refused before the body is read. */
final class Intake implements PlatformHandler {

    private final OperationSpec operation;
    private final Responder responder;
    private final Problems problems;
    private final Admission admission;
    private final ClientAddress addresses;

    Intake(
            OperationSpec operation,
            Responder responder,
            Problems problems,
            Admission admission,
            ClientAddress addresses) {
        this.operation = operation;
        this.responder = responder;
        this.problems = problems;
        this.admission = admission;
        this.addresses = addresses;
    }

    @Override
    public void handle(RoutingContext context) {
        Call call = new Call(context, operation);
        responder.deadlines().watch(call);
        if (!admission.admitsAddress(call, addresses)) {
            responder.answer(call, Admission.tooMany(call, problems));
        } else if (operation.body() == null) {
            if (empty(context.request())) {
                context.next();
            } else {
                responder.answer(call, problems.validation("", "unknown", call.lang()));
            }
        } else if (!readable(context.request(), operation.body().mediaType())) {
            responder.answer(call, problems.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, call.lang()));
        } else {
            context.next();
        }
    }

    /** Whether there is no body, as far as the head tells. */
    private static boolean empty(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return (length == null || length.equals("0")) && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** What the operation takes, in UTF-8, not compressed; a request without a body need not say so, it will be told what is missing. */
    private static boolean readable(HttpServerRequest request, String expected) {
        if (request.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            return false;
        }
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null) {
            return empty(request);
        }
        String[] parts = type.toLowerCase(Locale.ROOT).split(";", -1);
        boolean good = parts[0].strip().equals(expected);
        for (int i = 1; i < parts.length && good; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            good = !parameter.startsWith("charset") || parameter.equals("charset=utf-8");
        }
        return good;
    }
}

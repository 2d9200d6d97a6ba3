package org.creneau.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.handler.InputTrustHandler;
import java.io.IOException;
import java.util.List;
import org.creneau.http.OperationSpec.Param;

/** Checks parameters and body against the contract, all of them, so that a client learns everything at once. */
final class InputCheck implements InputTrustHandler {

    private final Responder responder;
    private final Problems problems;

    InputCheck(Responder responder, Problems problems) {
        this.responder = responder;
        this.problems = problems;
    }

    @Override
    public void handle(RoutingContext context) {
        Call call = Call.of(context);
        call.markReceived();
        Faults faults = new Faults();
        checkQuery(call, faults);
        for (Param param : call.operation().headers()) {
            take(call, param, context.request().headers().getAll(param.name()), Faults.header(param.name()), faults);
        }
        checkBody(call, faults);
        if (faults.none()) {
            context.next();
        } else {
            responder.answer(call, problems.validation(faults.list(), call.lang()));
        }
    }

    private static void checkQuery(Call call, Faults faults) {
        String raw = call.context().request().query();
        MultiMap given;
        try {
            given = raw == null
                    ? MultiMap.caseInsensitiveMultiMap()
                    : call.context().queryParams();
        } catch (HttpException | IllegalArgumentException unreadable) {
            faults.add("?", "malformed");
            return;
        }
        for (String name : given.names()) {
            if (!call.operation().query().containsKey(name)) {
                faults.add(Faults.query(name), "unknown");
            }
        }
        for (Param param : call.operation().query().values()) {
            take(call, param, given.getAll(param.name()), Faults.query(param.name()), faults);
        }
    }

    private static void take(Call call, Param param, List<String> values, String pointer, Faults faults) {
        if (values.isEmpty()) {
            if (param.required()) {
                faults.add(pointer, "required");
            } else if (param.fallback() != null) {
                call.parameter(param.name(), param.fallback());
            }
            return;
        }
        if (values.size() > 1) {
            faults.add(pointer, "repeated");
            return;
        }
        Object value = param.shape().parse(values.get(0));
        param.shape().check(value, pointer, faults);
        if (value != null) {
            call.parameter(param.name(), value);
        }
    }

    private static void checkBody(Call call, Faults faults) {
        OperationSpec.Body expected = call.operation().body();
        if (expected == null) {
            return;
        }
        Buffer bytes = call.context().body().buffer();
        if (bytes == null || bytes.length() == 0) {
            faults.add("", "required");
            return;
        }
        if (expected instanceof OperationSpec.Body.JsonBody json) {
            checkJson(call, bytes, json.shape(), faults);
        }
    }

    private static void checkJson(Call call, Buffer bytes, Shape shape, Faults faults) {
        Object body;
        try {
            body = Json.read(bytes);
        } catch (IOException unreadable) {
            faults.add("", "malformed");
            return;
        }
        shape.check(body, "", faults);
        if (body instanceof JsonObject object) {
            call.body(object);
        }
    }
}

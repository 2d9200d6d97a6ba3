package org.creneau.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.auth.Accounts.Principal;
import org.creneau.core.Chain;
import org.creneau.limit.Verdict;
import org.jspecify.annotations.Nullable;

/** One request on its way through the handlers of its operation, with what is known about it so far. */
public final class Call extends Chain.Link<Call> {

    private static final String KEY = "creneau.call";

    private final RoutingContext context;
    private final OperationSpec operation;
    private final Lang lang;
    private final long begunNanos = System.nanoTime();
    private final Map<String, Object> parameters = new HashMap<>();
    private boolean received;
    private @Nullable JsonObject body;
    private @Nullable Principal principal;
    private @Nullable Verdict verdict;

    Call(RoutingContext context, OperationSpec operation) {
        this.context = context;
        this.operation = operation;
        this.lang = Lang.of(context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        context.put(KEY, this);
    }

    static Call of(RoutingContext context) {
        return Objects.requireNonNull(find(context));
    }

    /** Null for a request that belongs to no operation. */
    static @Nullable Call find(RoutingContext context) {
        return context.get(KEY);
    }

    /** All that the client sent is there. */
    void markReceived() {
        received = true;
    }

    boolean received() {
        return received;
    }

    RoutingContext context() {
        return context;
    }

    public HttpServerRequest request() {
        return context.request();
    }

    OperationSpec operation() {
        return operation;
    }

    public Lang lang() {
        return lang;
    }

    long begunNanos() {
        return begunNanos;
    }

    void authenticated(Principal as) {
        principal = as;
    }

    /** Notes what a limit said, if it is the one that matters most; false when the call may not go on. */
    boolean limited(Verdict by) {
        Verdict before = verdict;
        if (before == null || !by.allowed() || by.isTighterThan(before)) {
            verdict = by;
        }
        return by.allowed();
    }

    /** Of the tightest limit of an operation that has one. */
    Verdict verdict() {
        return Objects.requireNonNull(verdict, operation.id());
    }

    /** Null for an operation without limits. */
    @Nullable
    Verdict verdictIfAny() {
        return verdict;
    }

    void parameter(String name, Object value) {
        parameters.put(name, value);
    }

    void body(JsonObject validated) {
        body = validated;
    }

    /** Only for operations that need a token. */
    public Principal principal() {
        return Objects.requireNonNull(principal, operation.id());
    }

    public UUID clientId() {
        return principal().clientId();
    }

    /** Only for operations that need a token. */
    public Actor actor() {
        return principal().actor();
    }

    /** Only for operations that have a body. */
    public JsonObject body() {
        return Objects.requireNonNull(body, operation.id());
    }

    /** Only for operations that take a file. */
    public Buffer file() {
        return Objects.requireNonNull(context.body().buffer(), operation.id());
    }

    public String path(String name) {
        return Objects.requireNonNull(context.pathParam(name), name);
    }

    /** A query or header parameter; null when it was left out. */
    @Nullable
    public String text(String name) {
        return (String) parameters.get(name);
    }

    /** A date parameter; null when it was left out. */
    @Nullable
    public LocalDate date(String name) {
        String text = text(name);
        return text == null ? null : LocalDate.parse(text);
    }

    /** A number without a default; null when it was left out. */
    @Nullable
    public Long number(String name) {
        return (Long) parameters.get(name);
    }

    /** A parameter with a default. */
    public int whole(String name) {
        return Math.toIntExact((Long) Objects.requireNonNull(parameters.get(name), name));
    }

    /** A parameter with a default. */
    public boolean truth(String name) {
        return (Boolean) Objects.requireNonNull(parameters.get(name), name);
    }
}

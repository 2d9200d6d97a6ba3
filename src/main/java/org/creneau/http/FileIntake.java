package org.creneau.http;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.Objects;
import org.creneau.core.Gate;

/**
 * Lets files in, which may be far longer than other bodies: of those only who show a token of the right kind, and only so
 * many at once on a node. Nothing of a file is read before. A {@link PlatformHandler}, because Vert.x lets no other kind
 * stand before the one that reads the body.
 */
final class FileIntake implements PlatformHandler {

    /** On a node, from the first byte of the file to the answer. */
    static final int AT_ONCE = 4;

    /** The others wait in the sockets' buffers, up to so many. */
    static final int MOST_WAITING = 8;

    private final TokenCheck tokens;
    private final Gate gate;
    private final Responder responder;
    private final Problems problems;

    /** @param gate that all event loops share */
    FileIntake(TokenCheck tokens, Gate gate, Responder responder, Problems problems) {
        this.tokens = tokens;
        this.gate = gate;
        this.responder = responder;
        this.problems = problems;
    }

    @Override
    public void handle(RoutingContext context) {
        Call call = Call.of(context);
        context.request().pause();
        tokens.check(call, () -> queue(call), refusal -> refuse(call, refusal));
    }

    private void queue(Call call) {
        Context eventLoop = Objects.requireNonNull(call.context().vertx().getOrCreateContext());
        gate.pass(() -> {
                    // Called by whoever leaves, perhaps on another event loop.
                    Promise<Void> answered = Promise.promise();
                    eventLoop.runOnContext(turn -> begin(call, answered));
                    return answered.future();
                })
                .onFailure(full -> refuse(call, problems.of(full, call)));
    }

    private static void begin(Call call, Promise<Void> answered) {
        RoutingContext context = call.context();
        if (context.response().ended() || context.response().closed()) { // while it waited
            answered.complete();
        } else {
            context.response().closeHandler(gone -> answered.tryComplete());
            context.addEndHandler(ended -> answered.tryComplete());
            context.next();
        }
        context.request().resume();
    }

    /** What still comes of the file is dropped as it comes. */
    private void refuse(Call call, Reply refusal) {
        responder.answer(call, refusal);
        call.context().request().resume();
    }
}

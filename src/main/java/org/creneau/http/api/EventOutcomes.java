package org.creneau.http.api;

import io.vertx.core.http.HttpHeaders;
import org.creneau.event.Events.CreateResult;
import org.creneau.event.Events.DeliveriesResult;
import org.creneau.event.Events.ReadResult;
import org.creneau.event.Events.ReplayResult;
import org.creneau.event.Events.SecretResult;
import org.creneau.event.Events.WebhookResult;
import org.creneau.http.Call;
import org.creneau.http.Contract;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;

/** What the results about events and webhooks mean in HTTP. */
final class EventOutcomes {

    private static final String URL = "/url";

    final Outcomes<ReadResult> read;
    final Outcomes<CreateResult> created;
    final Outcomes<WebhookResult> found;
    final Outcomes<WebhookResult> removed;
    final Outcomes<SecretResult> rotated;
    final Outcomes<DeliveriesResult> deliveries;
    final Outcomes<ReplayResult> replayed;
    private final Problems problems;

    EventOutcomes(Problems problems) {
        this.problems = problems;
        read = Outcomes.of(ReadResult.class)
                .on(
                        ReadResult.Found.class,
                        (result, call) ->
                                Reply.personal(200, EventJson.feed(result).toBuffer(), call.lang()))
                .on(
                        ReadResult.Forgotten.class,
                        (result, call) -> problems.of(ProblemCode.EVENTS_FORGOTTEN, call.lang()))
                .on(
                        ReadResult.NoSuchPlace.class,
                        (result, call) -> problems.validation("?after", "out-of-range", call.lang()))
                .build();
        created = Outcomes.of(CreateResult.class)
                .on(CreateResult.Created.class, this::created)
                .on(
                        CreateResult.BadAddress.class,
                        (result, call) -> problems.validation(URL, result.code(), call.lang()))
                .on(
                        CreateResult.TooMany.class,
                        (result, call) -> problems.of(ProblemCode.TOO_MANY_WEBHOOKS, call.lang()))
                .build();
        found = webhook()
                .on(
                        WebhookResult.Found.class,
                        (result, call) -> Reply.personal(200, EventJson.Webhook.of(result.webhook()), call.lang()))
                .build();
        removed = webhook()
                .on(WebhookResult.Found.class, (result, call) -> Reply.noContent())
                .build();
        rotated = Outcomes.of(SecretResult.class)
                .on(
                        SecretResult.Made.class,
                        (result, call) -> Reply.personal(
                                200, new EventJson.Secret(result.secret(), result.overlapHours()), call.lang()))
                .on(SecretResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .build();
        deliveries = Outcomes.of(DeliveriesResult.class)
                .on(
                        DeliveriesResult.Found.class,
                        (result, call) ->
                                Reply.personal(200, PageJson.of(result.page(), EventJson.Sent::of), call.lang()))
                .on(DeliveriesResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(
                        DeliveriesResult.BadCursor.class,
                        (result, call) -> problems.validation("?cursor", "invalid-cursor", call.lang()))
                .build();
        replayed = Outcomes.of(ReplayResult.class)
                .on(
                        ReplayResult.Replaying.class,
                        (result, call) ->
                                Reply.personal(202, new EventJson.Replay(result.count(), result.after()), call.lang()))
                .on(ReplayResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(
                        ReplayResult.Disabled.class,
                        (result, call) -> problems.of(ProblemCode.WEBHOOK_DISABLED, call.lang()))
                .on(
                        ReplayResult.Forgotten.class,
                        (result, call) -> problems.of(ProblemCode.EVENTS_FORGOTTEN, call.lang()))
                .build();
    }

    private Reply created(CreateResult.Created result, Call call) {
        EventJson.Webhook webhook = EventJson.Webhook.of(result.webhook());
        return Reply.personal(201, new EventJson.NewWebhook(webhook, result.secret()), call.lang())
                .with(HttpHeaders.LOCATION, Contract.BASE_PATH + "/partner/webhooks/" + webhook.id());
    }

    private Outcomes.Builder<WebhookResult> webhook() {
        return Outcomes.of(WebhookResult.class)
                .on(
                        WebhookResult.BadAddress.class,
                        (result, call) -> problems.validation(URL, result.code(), call.lang()))
                .on(WebhookResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()));
    }
}

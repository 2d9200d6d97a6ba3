package org.creneau.http.api;

import io.vertx.core.Future;
import java.util.Map;
import org.creneau.desk.OwnSlots;
import org.creneau.desk.OwnSlots.Criteria;
import org.creneau.desk.OwnSlots.ListResult;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Outcomes;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.creneau.slot.SlotStatus;

/** The slots of an organisation; the same for employees and for partners' systems. */
final class OwnSlotRoutes {

    private final Requests requests;
    private final Outcomes<ListResult> listed;

    OwnSlotRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.listed = Outcomes.of(ListResult.class)
                .on(
                        ListResult.Found.class,
                        (result, call) -> Reply.personal(
                                200,
                                PageJson.write(
                                        result.page(),
                                        (to, slot) -> OwnSlotJson.write(
                                                to, slot, call.lang().locale())),
                                call.lang()))
                .on(
                        ListResult.BadCursor.class,
                        (result, call) -> problems.validation("?cursor", "invalid-cursor", call.lang()))
                .on(ListResult.BadDays.class, (result, call) -> problems.validation("?to", "before-from", call.lang()))
                .on(
                        ListResult.BadOpeningDays.class,
                        (result, call) -> problems.validation("?opensTo", "before-from", call.lang()))
                .build();
    }

    Map<String, OperationHandler> handlers() {
        return Map.of("listOwnSlots", this::list, "listPartnerSlots", this::list);
    }

    private Future<Reply> list(Call call) {
        String status = call.text("status");
        Criteria criteria = new Criteria(
                call.text("organisation"), // which partners' systems have no parameter for
                call.text("type"),
                call.text("location"),
                call.date("from"),
                call.date("to"),
                call.date("opensFrom"),
                call.date("opensTo"),
                call.text("releasePlan"),
                status == null ? null : SlotStatus.valueOf(status));
        OwnSlots.List command = new OwnSlots.List(call.actor(), criteria, call.whole("limit"), call.text("cursor"));
        return requests.send(call, OwnSlots.LIST, command, listed);
    }
}

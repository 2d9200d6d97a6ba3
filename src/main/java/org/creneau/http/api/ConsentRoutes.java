package org.creneau.http.api;

import io.vertx.core.Future;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.creneau.access.Consents;
import org.creneau.client.MyConsents;
import org.creneau.client.MyConsents.WithdrawResult;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.creneau.http.Times;
import org.creneau.http.api.CatalogueJson.Named;
import org.jspecify.annotations.Nullable;

/** Whom a client lets use the file (guide 4.9). */
final class ConsentRoutes {

    /** What can be the id of one. */
    private static final String ORGANISATION = "[a-z0-9-]{1,64}";

    /** One as JSON. */
    private record Consent(
            Named organisation, String givenAt, @Nullable String withdrawnAt) {

        static Consent of(Consents.Consent consent, Locale locale) {
            return new Consent(
                    new Named(consent.organisation(), consent.name().in(locale)),
                    Times.in(consent.givenAt(), ZoneOffset.UTC),
                    consent.withdrawnAt() == null ? null : Times.in(consent.withdrawnAt(), ZoneOffset.UTC));
        }
    }

    private final Requests requests;
    private final Problems problems;
    private final Outcomes<WithdrawResult> withdrawn;

    ConsentRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.problems = problems;
        this.withdrawn = Outcomes.of(WithdrawResult.class)
                .on(
                        WithdrawResult.Withdrawn.class,
                        (result, call) -> Reply.personal(
                                200, Consent.of(result.consent(), call.lang().locale()), call.lang()))
                .on(WithdrawResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .build();
    }

    Map<String, OperationHandler> handlers() {
        return Map.of("listMyConsents", this::list, "withdrawMyConsent", this::withdraw);
    }

    private Future<Reply> list(Call call) {
        return requests.ask(MyConsents.LIST, new MyConsents.ListConsents(call.clientId()))
                .map(found -> {
                    List<Consents.Consent> all = found.consents();
                    return PageJson.cut(all, call.whole("limit"), call.text("cursor"))
                            .map(page -> Reply.personal(
                                    200,
                                    PageJson.of(
                                            page,
                                            one -> Consent.of(one, call.lang().locale())),
                                    call.lang()))
                            .orElseGet(() -> problems.validation("?cursor", "invalid-cursor", call.lang()));
                });
    }

    private Future<Reply> withdraw(Call call) {
        if (!call.path("organisationId").matches(ORGANISATION)) {
            return requests.notFound(call);
        }
        MyConsents.Withdraw command = new MyConsents.Withdraw(call.clientId(), call.path("organisationId"));
        return requests.send(call, MyConsents.WITHDRAW, command, withdrawn);
    }
}

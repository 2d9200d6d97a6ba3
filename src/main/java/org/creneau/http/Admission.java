package org.creneau.http;

import io.vertx.core.Future;
import java.util.Set;
import org.creneau.access.Entrance;
import org.creneau.limit.Limit;
import org.creneau.limit.Limits;
import org.creneau.limit.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one operation. Each call is counted on this node, by its address before its body is read and by its
 * account or partner's system once its token was checked. Only what is expensive, or a guess, is then counted on all nodes before it is
 * carried out; the others learn of the rest in the background.
 *
 * @param byAddress null: none
 * @param byAccount null: none
 * @param confirmed the one of these that all nodes must agree to; null: neither
 */
record Admission(
        @Nullable Limit byAddress,
        @Nullable Limit byAccount,
        @Nullable Limit confirmed) {

    static final Admission FREE = new Admission(null, null, null);

    /** Constant answers, cheaper than any limit. */
    private static final Set<String> UNLIMITED = Set.of("ping", "getTime");

    /** @param limits null: everything is free */
    static Admission of(OperationSpec operation, @Nullable Limits limits) {
        if (limits == null || UNLIMITED.contains(operation.id())) {
            return FREE;
        }
        return switch (operation.id()) {
            case "logIn" -> confirmed(limits.logIns());
            case "createAccount" -> confirmed(limits.newAccounts());
            case "refreshTokens" -> confirmed(limits.refreshes());
            case "changePassword", "eraseMe" -> confirmedOfActor(limits, limits.passwordChanges());
            case "exportMyData" -> confirmedOfActor(limits, limits.exports());
            case "checkAuthorization", "remindUserCode", "sendTemporaryPassword" -> confirmed(limits.recoveries());
            case "issueToken" -> confirmed(limits.partnerLogIns());
            case "updateAccount" -> confirmedOfActor(limits, limits.accountChanges());
            case "registerPartnerClient" -> confirmedOfActor(limits, limits.partnerRegistrations());
            case "printPartnerLetter" -> confirmedOfActor(limits, limits.letters());
            case "addStaffMember", "setStaffRole", "removeStaffMember" ->
                confirmedOfActor(limits, limits.employeeChanges());
            default -> new Admission(limits.addresses(), ofActor(operation, limits), null);
        };
    }

    private static @Nullable Limit ofActor(OperationSpec operation, Limits limits) {
        if (operation.entrance() instanceof Entrance.Partners) {
            return limits.partners();
        }
        return operation.secured() ? limits.accounts() : null;
    }

    private static Admission confirmed(Limit byAddress) {
        return new Admission(byAddress, null, byAddress);
    }

    private static Admission confirmedOfActor(Limits limits, Limit byAccount) {
        return new Admission(limits.addresses(), byAccount, byAccount);
    }

    /** Counts a call by its address; false when it is one too many. */
    boolean admitsAddress(Call call, ClientAddress addresses) {
        return byAddress == null
                || call.limited(byAddress.take(addresses.of(call.context().request()), call.begunNanos()));
    }

    /** Counts a call by the account whose token it showed; false when it is one too many. */
    boolean admitsAccount(Call call) {
        return byAccount == null || call.limited(byAccount.take(call.actor().id(), call.begunNanos()));
    }

    /** The handler of the operation, behind what all nodes together have to say. */
    OperationHandler before(OperationHandler handler, ClientAddress addresses, Problems problems) {
        Limit limit = confirmed;
        if (limit == null) {
            return handler;
        }
        return call -> {
            Object subject = limit == byAccount
                    ? call.actor().id()
                    : addresses.of(call.context().request());
            return limit.confirm(subject, call.verdict())
                    .compose(verdict -> call.limited(verdict)
                            ? handler.handle(call)
                            : Future.succeededFuture(tooMany(call, problems)));
        };
    }

    /** What is said to a call that is one too many. */
    static Reply tooMany(Call call, Problems problems) {
        Verdict verdict = call.verdict();
        return problems.wait(ProblemCode.RATE_LIMITED, verdict.retryAfterSeconds(), call.lang());
    }
}

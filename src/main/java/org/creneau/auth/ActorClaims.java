package org.creneau.auth;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.access.Scope;

/** What an access token says about its actor beside who it is. A client's says nothing. */
final class ActorClaims {

    private static final String KIND = "actor";
    private static final String ORGANISATION = "org";
    private static final String MINISTRY = "ministry";
    private static final String MANAGER = "manager";
    private static final String SCOPE = "scope"; // RFC 9068, section 2.2.3

    private static final String STAFF = "staff";
    private static final String PARTNER = "partner";

    private ActorClaims() {}

    static JsonObject of(Actor actor) {
        if (actor instanceof Actor.Staff staff) {
            return new JsonObject()
                    .put(KIND, STAFF)
                    .put(ORGANISATION, staff.organisation())
                    .put(MINISTRY, staff.ministry())
                    .put(MANAGER, staff.manager());
        }
        if (actor instanceof Actor.Partner partner) {
            return new JsonObject()
                    .put(KIND, PARTNER)
                    .put(ORGANISATION, partner.organisation())
                    .put(SCOPE, Scope.format(partner.scopes()));
        }
        return new JsonObject();
    }

    /** Empty when the claims are not as we write them. */
    static Optional<Actor> read(UUID id, JsonObject claims) {
        Object kind = claims.getValue(KIND);
        if (kind == null) {
            return Optional.of(new Actor.Client(id));
        }
        if (!(claims.getValue(ORGANISATION) instanceof String organisation)) {
            return Optional.empty();
        }
        if (kind.equals(STAFF)) {
            boolean ministry = Boolean.TRUE.equals(claims.getValue(MINISTRY));
            boolean manager = Boolean.TRUE.equals(claims.getValue(MANAGER));
            return Optional.of(new Actor.Staff(id, organisation, ministry, manager));
        }
        return kind.equals(PARTNER) && claims.getValue(SCOPE) instanceof String scopes
                ? Scope.parse(scopes).map(parsed -> new Actor.Partner(id, organisation, parsed))
                : Optional.empty();
    }
}

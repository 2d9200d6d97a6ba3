package org.creneau.audit;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.creneau.access.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did or saw.
 *
 * @param actor who it was: a client's id, a partner's, an employee's; null for the system itself
 * @param organisation for whom the actor acted; null for nobody
 * @param clientId about whom it is; null when it is about nobody's file
 * @param details what else is to be known. Never names, addresses, numbers or secrets: they would outlive an erasure
 */
public record AuditEntry(
        @Nullable UUID actor,
        ActorKind actorKind,
        @Nullable String organisation,
        @Nullable UUID clientId,
        Action action,
        JsonObject details) {

    /** What kind of actor it was. */
    public enum ActorKind {
        CLIENT,
        PARTNER,
        STAFF,
        OPERATOR,
        SYSTEM
    }

    /** What was done. */
    public enum Action {
        /** Somebody other than the client looked at a file. */
        FILE_VIEWED,
        /** Somebody other than the client changed a file. */
        FILE_CHANGED,
        /** An employee looked for clients and was shown this one; without a client: nobody was found. */
        CLIENTS_SEARCHED,
        /** An employee wrote something down about the client. */
        NOTE_ADDED,
        /** Somebody looked at what this log says. */
        AUDIT_LOG_VIEWED,
        /** What is offered was made or changed: a type, an organisation, a location, a town, a plan, a template, slots. */
        OFFER_CHANGED,
        /** Somebody became an employee. */
        EMPLOYED,
        ROLE_CHANGED,
        /** Somebody is an employee no longer. */
        DISMISSED,
        /** Somebody saw who was expected in a slot. */
        ATTENDANCE_VIEWED,
        /** The client downloaded all that is held. */
        DATA_EXPORTED,
        ERASURE_REQUESTED,
        ERASED,
        /** Something was deleted because of its age. */
        RETENTION,
        /** A partner's system was added or disabled, or its secrets changed. */
        PARTNER_CHANGED,
        /** The client let an organisation use the file, by using it (guide 4.9). */
        CONSENT_GIVEN,
        CONSENT_WITHDRAWN,
        /** An authorization code was printed in a letter to the client. */
        LETTER_PRINTED
    }

    /** Something that a client did with the own file. */
    public static AuditEntry byClient(UUID clientId, Action action) {
        return new AuditEntry(clientId, ActorKind.CLIENT, null, clientId, action, new JsonObject());
    }

    /**
     * Something that an actor of any kind did.
     *
     * @param clientId about whom it is; null when it is about nobody's file
     */
    public static AuditEntry by(Actor actor, @Nullable UUID clientId, Action action, JsonObject details) {
        if (actor instanceof Actor.Staff staff) {
            return new AuditEntry(staff.id(), ActorKind.STAFF, staff.organisation(), clientId, action, details);
        }
        if (actor instanceof Actor.Partner partner) {
            return new AuditEntry(partner.id(), ActorKind.PARTNER, partner.organisation(), clientId, action, details);
        }
        return new AuditEntry(actor.id(), ActorKind.CLIENT, null, clientId, action, details);
    }

    /**
     * A change of what is offered.
     *
     * @param what ids of it, and what became of it
     */
    public static AuditEntry offerChanged(Actor by, JsonObject what) {
        return by(by, null, Action.OFFER_CHANGED, what);
    }

    /** Something that somebody did who has access to the database. */
    public static AuditEntry byOperator(Action action, JsonObject details) {
        return new AuditEntry(null, ActorKind.OPERATOR, null, null, action, details);
    }

    /** Something that the system did by itself. */
    public static AuditEntry bySystem(@Nullable UUID clientId, Action action, JsonObject details) {
        return new AuditEntry(null, ActorKind.SYSTEM, null, clientId, action, details);
    }
}

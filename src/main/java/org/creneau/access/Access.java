package org.creneau.access;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.creneau.core.Sql;

/**
 * What an actor may touch, once an operation has let the actor in ({@link Entrance}). What somebody may not touch is for
 * them not there: features answer as if it did not exist.
 */
public final class Access {

    private final ConsentStore consents;
    private final PresentClients present;

    public Access(Pool pool) {
        Sql sql = new Sql(pool);
        consents = new ConsentStore(sql);
        present = new PresentClients(sql);
    }

    /** Whether the actor works for this organisation: its slots, bookings and people are the actor's business. */
    public static boolean worksFor(Actor actor, String organisation) {
        if (actor instanceof Actor.Staff staff) {
            return staff.ministry() || staff.organisation().equals(organisation);
        }
        return actor instanceof Actor.Partner partner && partner.organisation().equals(organisation);
    }

    /** The one organisation whose things are the actor's business; empty for those who work for all of them. */
    public static Optional<String> onlyFor(Actor actor) {
        if (actor instanceof Actor.Staff staff) {
            return staff.ministry() ? Optional.empty() : Optional.of(staff.organisation());
        }
        return Optional.of(actor instanceof Actor.Partner partner ? partner.organisation() : "");
    }

    /** For whom somebody acts who is not the client: the ministry's own employees for it, all others for their organisation. */
    public static Provider provider(Actor actor) {
        return actor instanceof Actor.Staff staff && staff.ministry() ? Provider.MINISTRY : Provider.PARTNER;
    }

    /**
     * Whether the actor may see and use the file of the client: the client, the ministry's employees, and those of an
     * organisation (people and systems) to whose use of it the client has consented (guide 4.9).
     */
    public Future<Boolean> mayUseFile(Actor actor, UUID clientId) {
        if (actor instanceof Actor.Client client) {
            return Future.succeededFuture(client.id().equals(clientId));
        }
        if (actor instanceof Actor.Staff staff) {
            return staff.ministry() ? Future.succeededFuture(true) : consents.isGiven(clientId, staff.organisation());
        }
        return consents.isGiven(clientId, ((Actor.Partner) actor).organisation());
    }

    /** Of which of these clients the actor may use the file and who are there: not those who are being erased. */
    public Future<Set<UUID>> usableFilesOfPresent(Actor actor, Set<UUID> clientIds) {
        return usableFiles(actor, clientIds).compose(present::among);
    }

    /** Of which of these clients the actor may use the file; see {@link #mayUseFile}. */
    private Future<Set<UUID>> usableFiles(Actor actor, Set<UUID> clientIds) {
        if (actor instanceof Actor.Client client) {
            return Future.succeededFuture(clientIds.contains(client.id()) ? Set.of(client.id()) : Set.of());
        }
        if (actor instanceof Actor.Staff staff) {
            return staff.ministry()
                    ? Future.succeededFuture(clientIds)
                    : consents.given(clientIds, staff.organisation());
        }
        return consents.given(clientIds, ((Actor.Partner) actor).organisation());
    }
}

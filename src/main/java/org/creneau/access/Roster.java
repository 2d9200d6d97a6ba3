package org.creneau.access;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.UUID;

/**
 * What holds for every change of who works for whom. Changes take turns, so that of two managers who go at the same time
 * the second finds what the first has left.
 */
public final class Roster {

    private Roster() {}

    /**
     * The first step of a change. Who comes second waits here until the first is done, and sees what the first did.
     *
     * @param within the transaction of the change
     */
    public static Future<Void> turn(SqlClient within) {
        return RosterStore.turn(within);
    }

    /** Whether the ministry would be left without a manager; asked after {@link #turn}. */
    public static Future<Boolean> isLastOfTheMinistrysManagers(SqlClient within, UUID id) {
        return RosterStore.isLastOfTheMinistrysManagers(within, id);
    }
}

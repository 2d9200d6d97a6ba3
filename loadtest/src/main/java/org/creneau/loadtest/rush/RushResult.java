package org.creneau.loadtest.rush;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.loadtest.node.UsageSource;
import org.creneau.loadtest.node.UsageWatch.Sample;
import org.creneau.ops.ClientHistory;

/**
 * What a run came to, before anybody makes sense of it.
 *
 * @param startedAt by this machine's clock
 * @param history of all clients, those of a rehearsal too
 * @param slots of all of them
 * @param connections open when the slots opened
 * @param complete whether everybody was gone before patience ended
 */
record RushResult(
        Instant startedAt,
        Round round,
        Tally tally,
        Journal journal,
        ClientHistory history,
        List<UUID> slots,
        int connections,
        boolean complete,
        boolean nativeTransport,
        List<UsageSource> sources,
        List<Sample> usage) {}

package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.Test;

/** Tokens begin and end by PostgreSQL's clock, whatever a node's machine says. */
class TokenClockIT {

    private final String database = TestServers.newDatabase();
    private final Instant later = Instant.now().plus(Duration.ofHours(3));

    @Test
    void nodesAgreeWhereverTheirMachinesClocksAre() {
        try (AuthNode one = AuthNode.at(later, database);
                AuthNode other = AuthNode.at(later.plusSeconds(1), database)) {
            String token = token(one);
            assertEquals(true, accepts(one, token));
            assertEquals(true, accepts(other, token));
        }
    }

    @Test
    void aTokenEndsAndBeginsByThatClock() {
        try (AuthNode issuer = AuthNode.at(later, database);
                AuthNode before = AuthNode.at(later.minusSeconds(60), database);
                AuthNode after = AuthNode.at(later.plusSeconds(660), database)) {
            String token = token(issuer);
            assertEquals(false, accepts(before, token), "from the future");
            assertEquals(false, accepts(after, token), "over");
        }
    }

    private static String token(AuthNode node) {
        return node.auth
                .issuer()
                .issue(List.of(UUID.randomUUID()), Duration.ofMinutes(10))
                .get(0);
    }

    private static boolean accepts(AuthNode node, String token) {
        return AuthNode.done(node.auth.verifier().verify(token)).isPresent();
    }
}

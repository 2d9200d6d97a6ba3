package org.creneau.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What most tests of whole nodes stand on: a database and a Redis of the class's own, an offer, a node, and what is behind
 * it. After the last test it fails when an invariant does not hold.
 *
 * <pre>{@code
 * @RegisterExtension
 * private static final Ground ground = new Ground();
 * }</pre>
 */
public final class Ground implements AfterAllCallback {

    private final String database = TestServers.newDatabase();
    private final String redis = TestServers.newRedis();
    private final Offer offer = new Offer(database);
    private final Backstage backstage = new Backstage(database, redis);
    private final List<TestNode> nodes = new ArrayList<>();

    /** With one node, of the usual settings. */
    public Ground() {
        nodes.add(TestNode.start(database, redis));
    }

    public Offer offer() {
        return offer;
    }

    public Backstage backstage() {
        return backstage;
    }

    public TestNode node() {
        return nodes.get(0);
    }

    /** Calls the node. */
    public ContractClient client() {
        return node().client();
    }

    /** One more, on the same servers. */
    public TestNode another(Map<String, String> changes) {
        TestNode node = TestNode.start(database, redis, changes);
        nodes.add(node);
        return node;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        nodes.forEach(TestNode::close);
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }
}

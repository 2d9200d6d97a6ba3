package org.creneau.loadtest.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.creneau.loadtest.node.JavaCommand;
import org.creneau.loadtest.node.Node;
import org.creneau.loadtest.node.NodeSpec;
import org.creneau.loadtest.rival.RivalNode;

/**
 * Something that is compared: a node in a process of its own, on a database and a Redis database of its own. Blocks.
 */
final class Subject implements AutoCloseable {

    /** The product itself; the others have the names of rival strategies. */
    static final String CRENEAU = "creneau";

    /** One who stores nothing. */
    static final String FLOOR = "floor";

    private final String name;
    private final Node node;
    private final HotSlots hotSlots;
    private final Deque<UUID> stock = new ArrayDeque<>();

    private Subject(String name, Node node, HotSlots hotSlots) {
        this.name = name;
        this.node = node;
        this.hotSlots = hotSlots;
    }

    /** Starts it on a database that has the schema and the clients. */
    static Subject start(String name, String databaseUrl, String redisUrl, Plan plan) {
        Map<String, String> environment = new HashMap<>(plan.environment());
        environment.put("CRENEAU_DATABASE_URL", databaseUrl);
        environment.put("CRENEAU_REDIS_URL", redisUrl);
        environment.put("CRENEAU_HTTP_HOST", "localhost");
        environment.put("CRENEAU_MANAGEMENT_HOST", "localhost");
        environment.put("CRENEAU_RATE_LIMITS", "off");
        JavaCommand command = name.equals(CRENEAU)
                ? JavaCommand.serve(plan.jvmOptions())
                : new JavaCommand(
                        plan.jvmOptions(),
                        RivalNode.class.getName(),
                        List.of("--strategy=" + name, "--connections=" + plan.rivalConnections()));
        Node node = Node.start(new NodeSpec(name, command, environment, plan.folder()));
        return new Subject(name, node, new HotSlots(databaseUrl));
    }

    String name() {
        return name;
    }

    Node node() {
        return node;
    }

    HotSlots hotSlots() {
        return hotSlots;
    }

    /** Slots of full size that nobody has booked in, and that the node knows. */
    List<UUID> freshSlots(int count) {
        if (stock.size() < count) {
            List<UUID> made = hotSlots.open(count - stock.size(), HotSlots.MAX_CAPACITY);
            awaitVisible(made.subList(made.size() - 1, made.size())); // they appear together
            stock.addAll(made);
        }
        List<UUID> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            taken.add(stock.remove());
        }
        return taken;
    }

    /** Slots that nobody has sent a request for after all. */
    void putBack(Collection<UUID> unused) {
        unused.forEach(stock::addFirst);
    }

    /** Waits until the node has the slots in its memory. */
    void awaitVisible(List<UUID> slots) {
        new Visibility(node.target()).await(slots);
    }

    @Override
    public void close() {
        node.close();
    }
}

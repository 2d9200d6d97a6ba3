package org.creneau.authorization;

import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call that is being put together. */
final class Call {

    private final World world;
    private final Operation operation;
    private final Thing thing;
    private final Owner owner;
    private @Nullable String made;

    /** @param thing what it is about */
    Call(World world, Operation operation, Thing thing, Owner owner) {
        this.world = world;
        this.operation = operation;
        this.thing = thing;
        this.owner = owner;
    }

    World world() {
        return world;
    }

    Operation operation() {
        return operation;
    }

    Owner owner() {
        return owner;
    }

    /** The id of something that is made for this call alone, and once, however many parameters name it. */
    String made(Function<World, String> maker) {
        if (made == null) {
            made = maker.apply(world);
        }
        return made;
    }

    /** The name of what is there, or another one in its place. */
    String name(Supplier<String> there) {
        return switch (thing) {
            case THERE -> there.get();
            case UNKNOWN -> UUID.randomUUID().toString();
            case MALFORMED -> "no-such-thing";
        };
    }

    /** Names the slot, or what is called for in its place. */
    JsonObject slot() {
        return World.slotId(name(() -> world.slot().id().toString()));
    }

    /** The same, in the way of a partner that offers it, for the owner. */
    JsonObject slotForOwner() {
        return slot().put("clientId", owner.client().id().toString()).put("as", "PARTNER");
    }

    /** Names a slot to which somebody can move. */
    JsonObject otherSlot() {
        return World.slotId(world.otherSlot().id().toString());
    }

    /** That the owner came. */
    JsonObject attended() {
        return World.list(
                "marks", new JsonObject().put("bookingId", owner.booking()).put("attended", true));
    }
}

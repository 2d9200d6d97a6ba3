package org.creneau;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/** A process that ends in the way its argument says, when it is told to. */
final class ShutdownChild {

    private ShutdownChild() {}

    public static void main(String[] args) {
        Future<Void> drain = args[0].equals("hangs") ? Promise.<Void>promise().future() : Future.succeededFuture();
        Runnable last = () -> {
            System.out.println("last");
            if (args[0].equals("breaks")) {
                throw new IllegalStateException("on purpose");
            }
        };
        Shutdown.onSignal(
                () -> {
                    System.out.println("drain");
                    return drain;
                },
                last,
                Duration.ofMillis(200),
                Duration.ofSeconds(60));
        System.out.println("up");
        Shutdown.await();
    }
}

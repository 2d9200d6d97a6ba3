package org.creneau.embedded;

import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server in the process: takes all mail, delivers none, and keeps the last ones in memory to be looked at. */
final class MailCatcher implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private static final int KEPT = 200;
    private static final int MAX_BYTES = 2 << 20;
    private static final int CONNECTIONS = 64;

    private final SMTPServer server;
    /** The newest first; replaced as a whole, by one of the server's threads. */
    private final AtomicReference<Caught> caught = new AtomicReference<>(new Caught(0, List.of()));

    private record Caught(int count, List<Raw> mails) {

        Caught with(String to, Buffer source) {
            Deque<Raw> all = new ArrayDeque<>(mails);
            all.addFirst(new Raw(count + 1, Instant.now(), to, source));
            if (all.size() > KEPT) {
                all.removeLast();
            }
            return new Caught(count + 1, List.copyOf(all));
        }
    }

    private record Raw(int number, Instant at, String to, Buffer source) {

        CaughtMail read() {
            return CaughtMail.read(number, at, to, source);
        }
    }

    private MailCatcher() {
        server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .softwareName("creneau")
                .maxConnections(CONNECTIONS)
                .maxMessageSize(MAX_BYTES)
                .insertReceivedHeaders(false)
                .messageHandler((context, from, to, data) ->
                        caught.updateAndGet(before -> before.with(to, Buffer.buffer(data))))
                .build();
    }

    /** On this machine's own address, at any free port. */
    static MailCatcher start() {
        MailCatcher catcher = new MailCatcher();
        catcher.server.start();
        return catcher;
    }

    int port() {
        return server.getPortAllocated();
    }

    /** The newest first. Blocks. */
    List<CaughtMail> mails() {
        List<CaughtMail> read = new ArrayList<>();
        Objects.requireNonNull(caught.get()).mails().forEach(mail -> read.add(mail.read()));
        return Collections.unmodifiableList(read);
    }

    /** Blocks. */
    Optional<CaughtMail> mail(int number) {
        return Objects.requireNonNull(caught.get()).mails().stream()
                .filter(mail -> mail.number() == number)
                .findFirst()
                .map(Raw::read);
    }

    @Override
    public void close() {
        server.stop();
    }
}

package org.creneau.loadtest.fault;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The Redis that the nodes use, which may become another one, and a replica that may take its place. */
final class RedisStage implements AutoCloseable {

    private static final int SYNC_SECONDS = 10;

    private final Vertx vertx;
    private final Path program;
    private final Path folder;
    private RedisProcess primary;
    private @Nullable RedisProcess replica;
    private @Nullable FaultyProxy replication;
    private @Nullable Path snapshot;
    private int made;

    RedisStage(Vertx vertx, Path program, Path folder) {
        this.vertx = vertx;
        this.program = program;
        this.folder = folder;
        this.primary = RedisProcess.start(program, nextFolder());
    }

    /** The program that the embedded Redis of a data folder runs; that one itself is not used. */
    static Path program(Path dataDir) {
        try {
            String pid = Files.readString(dataDir.resolve("redis").resolve("redis.pid"))
                    .strip();
            return ProcessHandle.of(Long.parseLong(pid))
                    .flatMap(process -> process.info().command())
                    .map(Path::of)
                    .orElseThrow(() -> new IllegalStateException("no Redis runs in " + dataDir));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path nextFolder() {
        return folder.resolve("redis" + made++);
    }

    int port() {
        return primary.port();
    }

    /** The answer to a command, as {@link RedisProcess#command} gives it. */
    String ask(String words) {
        return primary.command(words);
    }

    void flush() {
        primary.command("FLUSHALL");
    }

    void pause() {
        primary.pause();
    }

    void resume() {
        primary.resume();
    }

    /** Remembers what there is now. */
    void save() {
        Path copy = nextFolder();
        primary.saveTo(copy);
        snapshot = copy;
    }

    /** Kills it, and starts one that knows nothing. */
    void restartEmpty() {
        primary.kill();
        primary = RedisProcess.start(program, nextFolder());
    }

    /** Kills it, and starts one that knows what was saved, and nothing of what came after. */
    void restartFromSnapshot() {
        Path old = Objects.requireNonNull(snapshot, "nothing was saved");
        primary.kill();
        primary = RedisProcess.start(program, old);
        snapshot = null;
    }

    /** Starts a replica, and waits until it has everything. */
    void addReplica() {
        RedisProcess made = RedisProcess.start(program, nextFolder());
        FaultyProxy link = FaultyProxy.start(vertx, primary.port(), Cue::none);
        replica = made;
        replication = link;
        made.command("REPLICAOF 127.0.0.1 " + link.port());
        Blocking.require(SYNC_SECONDS, "the replica is in sync", made::inSync);
    }

    /** From now on the replica hears nothing. */
    void cutReplica() {
        Objects.requireNonNull(replication, "there is no replica").refuse();
    }

    /** Kills the primary; the replica takes its place, without what it did not hear. */
    void failOver() {
        RedisProcess next = Objects.requireNonNull(replica, "there is no replica");
        primary.kill();
        next.command("REPLICAOF NO ONE");
        primary = next;
        replica = null;
    }

    void heal() {
        primary.resume();
        if (replication != null) {
            replication.heal();
        }
    }

    @Override
    public void close() {
        if (replica != null) {
            replica.close();
        }
        primary.close();
    }
}

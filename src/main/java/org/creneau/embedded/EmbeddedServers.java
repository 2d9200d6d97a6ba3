package org.creneau.embedded;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.creneau.config.Settings;
import org.creneau.config.SettingsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that nobody configured: each of PostgreSQL and Redis whose URL is empty is started here, with its files in
 * the data folder. A server left running by a Créneau that was killed is stopped and started anew.
 *
 * <p>Everything here blocks; it is for the start and the end of the process.
 */
public final class EmbeddedServers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedServers.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Settings settings;
    private final @Nullable EmbeddedFolder folder;
    private final @Nullable EmbeddedDatabase database;
    private final @Nullable EmbeddedRedis redis;
    private final @Nullable MailCatcher mail;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedServers(
            Settings settings,
            @Nullable EmbeddedFolder folder,
            @Nullable EmbeddedDatabase database,
            @Nullable EmbeddedRedis redis,
            @Nullable MailCatcher mail) {
        this.settings = settings;
        this.folder = folder;
        this.database = database;
        this.redis = redis;
        this.mail = mail;
    }

    /** Starts what is not configured, perhaps nothing; throws {@link SettingsException} when that is impossible. */
    public static EmbeddedServers start(Settings settings) {
        boolean needsDatabase = settings.database().url().isEmpty();
        boolean needsRedis = settings.redis().url().isEmpty();
        if (!needsDatabase && !needsRedis) {
            return new EmbeddedServers(settings, null, null, null, null);
        }
        EmbeddedFolder folder = EmbeddedFolder.take(Path.of(settings.dataDir()));
        EmbeddedDatabase database = null;
        try {
            EmbeddedBinaries binaries = new EmbeddedBinaries(folder);
            binaries.tidy();
            Settings complete = settings;
            EmbeddedRedis redis = null;
            if (needsDatabase) {
                database = EmbeddedDatabase.start(folder, binaries);
                complete = complete.withDatabaseUrl(database.url());
                log.info("embedded PostgreSQL started; its data are in {}", folder.path());
            }
            if (needsRedis) {
                redis = EmbeddedRedis.start(folder, binaries);
                complete = complete.withRedisUrl(redis.url());
                log.info("embedded Redis started; it keeps nothing on disk");
            }
            MailCatcher mail = null;
            if (needsDatabase && settings.mail().host().isEmpty()) {
                // Beside a database of somebody's own, mail may be meant for somebody.
                mail = MailCatcher.start();
                complete = complete.withMailServer(MailCatcher.HOST, mail.port());
                log.info("embedded mail server started; it delivers nothing and shows what it takes");
            }
            return new EmbeddedServers(complete, folder, database, redis, mail);
        } catch (IOException e) {
            closeAll(folder, database, null, null);
            throw EmbeddedFolder.broken(folder.path(), e);
        } catch (UncheckedIOException e) {
            closeAll(folder, database, null, null);
            throw EmbeddedFolder.broken(folder.path(), Objects.requireNonNull(e.getCause()));
        } catch (RuntimeException e) {
            closeAll(folder, database, null, null);
            throw e;
        }
    }

    /** The settings with the URLs of what was started. */
    public Settings settings() {
        return settings;
    }

    /** Whether the database is an embedded one. */
    public boolean hasDatabase() {
        return database != null;
    }

    /** What is shown on the management server, by the path that it is below. */
    public Map<String, Handler<HttpServerRequest>> pages() {
        return mail == null ? Map.of() : Map.of("/mail", new MailPages(mail));
    }

    /** Stops what was started, in less than ten seconds, and gives the data folder back. May be called again. */
    @Override
    public void close() {
        // Once only: afterwards the folder, and what runs in it, may already be another's.
        if (closed.compareAndSet(false, true)) {
            closeAll(folder, database, redis, mail);
        }
    }

    private static void closeAll(
            @Nullable EmbeddedFolder folder,
            @Nullable EmbeddedDatabase database,
            @Nullable EmbeddedRedis redis,
            @Nullable MailCatcher mail) {
        // The folder last: while a server runs in it, it is not free. One that does not stop must not keep the others.
        for (AutoCloseable part : new @Nullable AutoCloseable[] {mail, redis, database, folder}) {
            if (part == null) {
                continue;
            }
            try {
                part.close();
            } catch (Exception e) {
                log.warn("could not stop {}: {}", part.getClass().getSimpleName(), e.getMessage());
            }
        }
    }

    static String newPassword() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

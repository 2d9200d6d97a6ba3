package org.creneau.loadtest.compare;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.creneau.config.PostgresUrl;
import org.creneau.loadtest.node.Servers;
import org.creneau.loadtest.report.Machine;

/** On what was measured: figures without it say nothing. Blocks. */
record Circumstances(Map<String, String> facts) {

    static Circumstances read(Vertx vertx, Servers servers) {
        Map<String, String> facts = new LinkedHashMap<>();
        Machine machine = Machine.here();
        facts.put("commit", machine.commit());
        facts.put("cores", String.valueOf(machine.cores()));
        facts.put("cpu", machine.cpu());
        facts.put("memory", machine.memoryMiB() + " MiB");
        facts.put("os", machine.os());
        facts.put("jdk", machine.jdk());
        postgres(PostgresUrl.parse(servers.databaseUrl()), facts);
        facts.put("redis", redisVersion(vertx, servers.redisUrl()));
        return new Circumstances(facts);
    }

    private static void postgres(PostgresUrl url, Map<String, String> facts) {
        try (Connection connection = DriverManager.getConnection(url.jdbc(), url.user(), url.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select current_setting('server_version'), current_setting('fsync'),
                            current_setting('synchronous_commit'), current_setting('shared_buffers')""")) {
            row.next();
            facts.put("postgresql", row.getString(1));
            facts.put("fsync", row.getString(2));
            facts.put("synchronous_commit", row.getString(3));
            facts.put("shared_buffers", row.getString(4));
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL does not tell its settings: " + e.getMessage(), e);
        }
    }

    private static String redisVersion(Vertx vertx, String url) {
        Redis redis = Redis.createClient(vertx, url);
        try {
            String info = Generator.await(redis.send(Request.cmd(Command.INFO).arg("server")))
                    .toString();
            return info.lines()
                    .filter(line -> line.startsWith("redis_version:"))
                    .map(line -> line.substring("redis_version:".length()).strip())
                    .findFirst()
                    .orElse("unknown");
        } finally {
            redis.close();
        }
    }
}

package org.creneau.loadtest.compare;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import org.creneau.config.PostgresUrl;

/** Databases made for one run on a server, and dropped after it. Blocks. */
public final class Databases implements AutoCloseable {

    private final String serverUrl;
    private final PostgresUrl server;
    private final Deque<String> made = new ArrayDeque<>();

    /** @param serverUrl of any database on the server, whose user may create others */
    public Databases(String serverUrl) {
        this.serverUrl = serverUrl;
        this.server = PostgresUrl.parse(serverUrl);
    }

    /**
     * Makes an empty database.
     *
     * @param name of lower-case letters, digits and underscores
     * @return its URL
     */
    public String create(String name) {
        return create(name, "");
    }

    /** Makes a copy of a database to which nobody is connected; the same otherwise. */
    public String copy(String template, String name) {
        return create(name, " template " + checked(template));
    }

    private String create(String name, String options) {
        run("create database " + checked(name) + options);
        made.push(name);
        int query = serverUrl.indexOf('?');
        String base = query < 0 ? serverUrl : serverUrl.substring(0, query);
        String parameters = query < 0 ? "" : serverUrl.substring(query);
        return base.substring(0, base.lastIndexOf('/') + 1) + name + parameters;
    }

    private static String checked(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,60}")) {
            throw new IllegalArgumentException(name);
        }
        return name;
    }

    @Override
    public void close() {
        while (!made.isEmpty()) {
            run("drop database if exists " + made.pop() + " with (force)");
        }
    }

    private void run(String sql) {
        try (Connection connection = DriverManager.getConnection(server.jdbc(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + ": " + sql, e);
        }
    }
}

package org.creneau.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A database's address: {@code postgresql://user:password@host:port/database}, with {@code ?sslmode=} as the only
 * parameter. One reading of it serves both drivers, Vert.x's and JDBC's.
 *
 * @param sslMode {@code disable}, {@code prefer}, {@code require}, {@code verify-ca} or {@code verify-full}
 */
public record PostgresUrl(String host, int port, String user, String password, String database, String sslMode) {

    static final String FORM = "postgresql://user:password@host:port/database, with ?sslmode=… if need be";
    private static final int DEFAULT_PORT = 5432;
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
    private static final Set<String> SSL_MODES = Set.of("disable", "prefer", "require", "verify-ca", "verify-full");
    private static final String SSL_MODE = "sslmode=";

    /** Reads an address; throws {@link IllegalArgumentException}, whose message is not for printing. */
    public static PostgresUrl parse(String url) {
        try {
            URI uri = new URI(url);
            String[] user = part(uri.getRawUserInfo()).split(":", 2);
            String path = part(uri.getRawPath());
            if (!SCHEMES.contains(String.valueOf(uri.getScheme())) || path.length() < 2 || path.indexOf('/', 1) >= 0) {
                throw new IllegalArgumentException("malformed");
            }
            return new PostgresUrl(
                    part(uri.getHost()),
                    uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                    decoded(user[0]),
                    user.length == 2 ? decoded(user[1]) : "",
                    decoded(path.substring(1)),
                    sslMode(uri.getRawQuery()));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("malformed", e);
        }
    }

    private static String part(@org.jspecify.annotations.Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException("malformed");
        }
        return text;
    }

    private static String decoded(String text) {
        // URLDecoder is for forms: there a plus is a space, here it is a plus.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String sslMode(@org.jspecify.annotations.Nullable String query) {
        if (query == null) {
            return "prefer";
        }
        String mode = query.startsWith(SSL_MODE) ? query.substring(SSL_MODE.length()) : "";
        if (!SSL_MODES.contains(mode)) {
            throw new IllegalArgumentException("malformed");
        }
        return mode;
    }

    /** For JDBC; user and password go separately. Certificates are checked against the JVM's trust store. */
    public String jdbc() {
        String factory = sslMode.startsWith("verify") ? "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory" : "";
        String name = java.net.URLEncoder.encode(database, StandardCharsets.UTF_8);
        return "jdbc:postgresql://" + host + ":" + port + "/" + name + "?sslmode=" + sslMode + factory;
    }

    /** Where it is, for messages: no user, no password. */
    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}

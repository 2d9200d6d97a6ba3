package org.creneau.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Redis' address: {@code redis://[user:password@]host:port[/number]}, or {@code rediss://…} over TLS.
 *
 * @param url as configured, for the driver: may hold a password
 */
public record RedisUrl(String url, String host, int port, int number) {

    static final String FORM =
            "redis://user:password@host:port/number (rediss:// over TLS); of a cluster several, separated by commas";
    private static final int DEFAULT_PORT = 6379;
    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    /** Reads one address, or those of a cluster; throws {@link IllegalArgumentException}, whose message is not for printing. */
    public static List<RedisUrl> parseAll(String urls) {
        List<RedisUrl> all = Arrays.stream(urls.split(",", -1))
                .map(url -> parse(url.strip()))
                .toList();
        if (all.size() > 1 && all.stream().anyMatch(one -> one.number != 0)) {
            throw new IllegalArgumentException("a cluster has one database, number 0");
        }
        return all;
    }

    private static RedisUrl parse(String url) {
        try {
            URI uri = new URI(url);
            if (!SCHEMES.contains(String.valueOf(uri.getScheme()))
                    || uri.getHost() == null
                    || uri.getRawQuery() != null) {
                throw new IllegalArgumentException("malformed");
            }
            int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            return new RedisUrl(url, uri.getHost(), port, number(uri.getPath()));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("malformed", e);
        }
    }

    private static int number(@Nullable String path) {
        if (path == null || path.length() < 2) {
            return 0;
        }
        if (!path.matches("/[0-9]{1,5}")) {
            throw new IllegalArgumentException("malformed");
        }
        return Integer.parseInt(path.substring(1));
    }

    /** Where it is, for messages: no user, no password. */
    @Override
    public String toString() {
        return host + ":" + port + (number == 0 ? "" : "/" + number);
    }
}

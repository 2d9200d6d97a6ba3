package org.creneau.loadtest.client;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * A server to send requests to.
 *
 * @param port 1 to 65535
 */
public record Target(String host, int port) {

    private static final int HTTP_PORT = 80;

    /**
     * Reads {@code http://host[:port]}; throws {@link IllegalArgumentException}, with a message for people, for anything
     * else. TLS is a proxy's work and would be measured with it.
     */
    public static Target parse(String url) {
        try {
            URI uri = new URI(url);
            String path = uri.getRawPath();
            boolean bare = (path == null || path.isEmpty() || path.equals("/")) && uri.getRawQuery() == null;
            if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null && bare) {
                return new Target(uri.getHost(), uri.getPort() < 0 ? HTTP_PORT : uri.getPort());
            }
        } catch (URISyntaxException notEvenOne) {
            // said below
        }
        throw new IllegalArgumentException("not a URL of the form http://host:port: " + url);
    }

    /** As in the {@code Host} header. */
    public String authority() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return "http://" + authority();
    }
}

package org.creneau.event;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.creneau.core.Overloaded;
import org.jspecify.annotations.Nullable;

/**
 * Where webhooks may be: at https addresses out there. Names are looked up here, checked, and connected to at exactly what
 * was checked: a name that says something else a moment later leads nowhere else. That is done when a webhook is made, so
 * that whoever makes it hears what is wrong, and again for each attempt.
 */
final class Targets {

    private static final int LONGEST_URL = 500;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int HIGHEST_PORT = 65_535;

    /** What ends in a number is an IPv4 address (URL standard, section 3.5), and only the usual spelling is taken. */
    private static final Pattern NUMBER = Pattern.compile("(^|\\.)(\\d+|0[xX]\\p{XDigit}*)\\.?$");

    private final Names names;
    private final boolean allowLoopback;

    /** @param allowLoopback whether this machine is a target, too, also without TLS */
    Targets(Names names, boolean allowLoopback) {
        this.names = names;
        this.allowLoopback = allowLoopback;
    }

    /** Who knows the addresses of names. */
    @FunctionalInterface
    interface Names {

        /**
         * All addresses of a name; of an address, itself.
         *
         * @param asker the webhook, or the system that makes one
         * @return fails when there is no such name or nobody answers, with {@link Overloaded} when this asker has asked for
         *     too much already
         */
        Future<List<InetAddress>> addresses(String name, UUID asker);
    }

    /** Whether there is a way to an address. */
    sealed interface Way {
        /** @param options of a request, with the address that was checked */
        record Open(RequestOptions options) implements Way {}

        /** @param code of a field problem */
        record Closed(String code) implements Way {}
    }

    /** @param asker the webhook, or the system that makes one */
    Future<Way> to(String url, UUID asker) {
        Optional<URI> parsed = parse(url);
        if (parsed.isEmpty()) {
            return closed("webhook-url");
        }
        URI uri = parsed.get();
        boolean tls = uri.getScheme().equalsIgnoreCase("https");
        if (!tls && !allowLoopback) {
            return closed("webhook-https");
        }
        return names.addresses(bare(uri.getHost()), asker)
                .map(addresses -> way(uri, tls, addresses))
                .recover(failure ->
                        failure instanceof Overloaded ? Future.failedFuture(failure) : closed("webhook-unknown-host"));
    }

    private Way way(URI uri, boolean tls, List<InetAddress> addresses) {
        // One address that is not allowed is too many: who has it there may lead us to it the next time.
        if (addresses.isEmpty() || !addresses.stream().allMatch(address -> allowed(address, tls))) {
            return new Way.Closed("webhook-address");
        }
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Way.Open(new RequestOptions()
                .setServer(
                        SocketAddress.inetSocketAddress(port, addresses.get(0).getHostAddress()))
                .setHost(bare(uri.getHost()))
                .setPort(port)
                .setSsl(tls)
                .setURI(uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery()));
    }

    private boolean allowed(InetAddress address, boolean tls) {
        return address.isLoopbackAddress() ? allowLoopback : tls && PublicAddresses.contain(address);
    }

    private static Future<Way> closed(String code) {
        return Future.succeededFuture(new Way.Closed(code));
    }

    private static Optional<URI> parse(String url) {
        if (url.length() > LONGEST_URL) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(url);
            return isPlain(uri) ? Optional.of(uri) : Optional.empty();
        } catch (java.net.URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(URI uri) {
        @Nullable String scheme = uri.getScheme();
        return scheme != null
                && (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))
                && uri.getHost() != null
                && (!NUMBER.matcher(uri.getHost()).find() || NetUtil.isValidIpV4Address(uri.getHost()))
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && uri.getPort() != 0
                && uri.getPort() <= HIGHEST_PORT;
    }

    /** An IPv6 address stands in brackets. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}

package org.creneau.event;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A partner's server, by another implementation of HTTP, on this machine. */
final class Receiver implements AutoCloseable {

    /** What came in. */
    record Received(String path, Map<String, String> headers, String body) {

        JsonObject json() {
            return new JsonObject(body);
        }

        JsonObject data() {
            return json().getJsonObject("data");
        }

        String type() {
            return json().getString("type");
        }

        String header(String name) {
            return Objects.requireNonNull(headers.get(name), name);
        }
    }

    private final HttpServer server;
    private final boolean tls;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile ToIntFunction<Received> answer = event -> 204;

    private Receiver(@Nullable SSLContext context) {
        tls = context != null;
        try {
            InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (context == null) {
                server = HttpServer.create(free, 100);
            } else {
                HttpsServer secure = HttpsServer.create(free, 100);
                secure.setHttpsConfigurator(new HttpsConfigurator(context));
                server = secure;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    static Receiver start() {
        return new Receiver(null);
    }

    static Receiver secure(SSLContext context) {
        return new Receiver(context);
    }

    /** What is answered from now on, by status. */
    void answers(ToIntFunction<Received> status) {
        answer = status;
    }

    String url(String path) {
        return url("localhost", path);
    }

    String url(String host, String path) {
        return (tls ? "https" : "http") + "://" + host + ":"
                + server.getAddress().getPort() + path;
    }

    /** In the order in which they came, those that were refused too. */
    List<Received> received() {
        return List.copyOf(received);
    }

    List<Received> received(String path) {
        return received.stream().filter(one -> one.path().equals(path)).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new ConcurrentHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Received one = new Received(exchange.getRequestURI().toString(), headers, body);
        received.add(one);
        int status = answer.applyAsInt(one);
        if (status / 100 == 3) {
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

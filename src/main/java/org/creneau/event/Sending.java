package org.creneau.event;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.creneau.config.EventSettings;
import org.creneau.event.DeliveryStore.Addressee;

/** Sends one event to one webhook, over a connection of its own to the address that was checked. */
final class Sending {

    /** Of an answer, whose body nobody needs, so much is read that a polite server is not cut off. */
    private static final int MOST_READ = 16 * 1024;

    private final Vertx vertx;
    private final EventSettings settings;
    private final Targets targets;
    private final HttpClientAgent client;

    Sending(Vertx vertx, EventSettings settings, Targets targets, int mostAtOnce) {
        this.vertx = vertx;
        this.settings = settings;
        this.targets = targets;
        this.client = vertx.createHttpClient(options(settings), new PoolOptions().setHttp1MaxSize(mostAtOnce));
    }

    private static HttpClientOptions options(EventSettings settings) {
        HttpClientOptions options = new HttpClientOptions()
                // A connection that stays open would stay with an address that was checked long ago.
                .setKeepAlive(false)
                .setVerifyHost(true)
                .setConnectTimeout((int) settings.sendTimeoutMillis())
                .setIdleTimeout((int) settings.sendTimeoutMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxRedirects(0)
                .setDecompressionSupported(false);
        return settings.trustedCertificates().isEmpty()
                ? options
                : options.setTrustOptions(new PemTrustOptions().addCertPath(settings.trustedCertificates()));
    }

    /** The way to the webhook is closed. */
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedException(String code) {
            super(code, null, false, false);
        }
    }

    /** The status of the answer; fails when there was none. Redirections are not followed. */
    Future<Integer> send(Addressee to, Event event) {
        return targets.to(to.url(), to.id())
                .compose(way -> way instanceof Targets.Way.Open open
                        ? post(open.options(), to, event)
                        : Future.failedFuture(new ClosedException(((Targets.Way.Closed) way).code())))
                .timeout(settings.sendTimeoutMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<Integer> post(RequestOptions options, Addressee to, Event event) {
        String id = event.id().toString();
        long now = Instant.now().getEpochSecond();
        String body = event.toJson().encode();
        options.setMethod(HttpMethod.POST)
                .setFollowRedirects(false)
                .setTimeout(settings.sendTimeoutMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "Creneau-Webhooks/1")
                .putHeader("webhook-id", id)
                .putHeader("webhook-timestamp", String.valueOf(now))
                .putHeader("webhook-signature", Secrets.sign(to.secrets(), id, now, body));
        return client.request(options).compose(request -> {
            endInTime(request);
            return request.send(Buffer.buffer(body)).map(Sending::status);
        });
    }

    /** Idle time-outs begin anew with each byte: whoever sends one now and then would keep the connection for good. */
    private void endInTime(HttpClientRequest request) {
        long timer = vertx.setTimer(
                settings.sendTimeoutMillis(), late -> request.connection().close());
        request.connection().closeHandler(closed -> vertx.cancelTimer(timer));
    }

    private static int status(HttpClientResponse response) {
        int[] read = {0};
        response.exceptionHandler(broken -> {});
        response.handler(piece -> {
            read[0] += piece.length();
            if (read[0] > MOST_READ) {
                response.request().connection().close();
            }
        });
        return response.statusCode();
    }

    Future<Void> close() {
        return ((HttpClient) client).close();
    }
}

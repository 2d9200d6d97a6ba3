package org.creneau.ops;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's one Vert.x and the registry that everything is counted in.
 *
 * @param gc closed together with the process: it listens to the collector
 */
public record ManagementMetrics(Vertx vertx, PrometheusMeterRegistry registry, JvmGcMetrics gc) {

    private static final Logger log = LoggerFactory.getLogger(ManagementMetrics.class);

    /** Starts Vert.x with metrics and the native transport. */
    public static ManagementMetrics start() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MicrometerMetricsOptions metrics = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setLabels(EnumSet.of(Label.POOL_TYPE, Label.POOL_NAME))
                // Some six meters would move for every request and be looked up by their labels each time, which costs
                // a tenth of a ping; the HTTP server counts what matters itself.
                .addDisabledMetricsCategory(MetricsDomain.HTTP_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.NET_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS)
                .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT)
                .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT)
                .addDisabledMetricsCategory(MetricsDomain.DATAGRAM_SOCKET);
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions()
                        // One per core, not Vert.x's two: HTTP and features share them, so half of the hops between
                        // them (on two cores) stay where they are and no thread has to be woken for them.
                        .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
                        .setPreferNativeTransport(true)
                        .setMetricsOptions(metrics))
                .withMetrics(new MicrometerMetricsFactory(registry))
                .build();
        warnWithoutNativeTransport(vertx);
        return new ManagementMetrics(vertx, registry, bind(registry));
    }

    /** The fall-back to the JDK's transport is silent and costs speed. */
    private static void warnWithoutNativeTransport(Vertx vertx) {
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");
        if (linux && !vertx.isNativeTransportEnabled()) {
            log.warn(
                    "the native transport (epoll) is not available, the JDK's is used: {}",
                    String.valueOf(vertx.unavailableNativeTransportCause()));
        }
    }

    private static JvmGcMetrics bind(PrometheusMeterRegistry registry) {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        JvmGcMetrics gc = new JvmGcMetrics();
        gc.bindTo(registry);
        return gc;
    }
}

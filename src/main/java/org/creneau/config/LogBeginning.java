package org.creneau.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.util.DefaultJoranConfigurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.util.List;

/**
 * The log from the first moment until the settings are read; then {@link LogSetup} replaces format and level, not what
 * stands here about the loggers of libraries. In Java, for a file of Logback's takes a tenth of a second at each start.
 * Where Logback is given such a file, that one counts meanwhile, and what it says about single loggers ever after.
 */
public final class LogBeginning extends ContextAwareBase implements Configurator {

    /** What these have to say at info is of no use to an operator. */
    private static final List<String> WARNING =
            List.of("io.netty", "io.vertx", "org.flywaydb", "io.zonky", "redis.embedded", "de.focus_shift");

    private static final List<String> FAILING = List.of(
            "org.subethamail",
            // Which font stands in for one that no letter uses.
            "org.apache.pdfbox",
            // Vert.x registers a gauge again for each event loop; Micrometer warns of it and rightly does nothing.
            "io.micrometer.core.instrument.MeterRegistry");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        DefaultJoranConfigurator files = new DefaultJoranConfigurator();
        files.setContext(context);
        if (files.configure(context) != ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY) {
            begin(context);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Where there is no file. */
    static void begin(LoggerContext context) {
        // What Logback says about itself would be on standard output, which is for results.
        context.getStatusManager().add(new NopStatusListener());
        WARNING.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        FAILING.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        LogSetup.apply(new Settings.Log(Settings.LogFormat.TEXT, "info"), context);
    }
}

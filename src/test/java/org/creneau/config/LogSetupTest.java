package org.creneau.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogSetupTest {

    @Test
    void jsonIsOneObjectALine() throws Exception {
        LoggerContext context = shipped();
        LogSetup.apply(new Settings.Log(Settings.LogFormat.JSON, "debug"), context);
        JsonObject line = new JsonObject(encoded(context));
        assertEquals("hello you", line.getString("message"));
        assertEquals("WARN", line.getString("level"));
        assertEquals(Level.DEBUG, context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel());
    }

    @Test
    void textIsReadable() throws Exception {
        LoggerContext context = shipped();
        LogSetup.apply(new Settings.Log(Settings.LogFormat.TEXT, "warn"), context);
        String line = encoded(context);
        assertEquals(
                "WARN  test hello you", line.substring(line.indexOf(' ') + 1).strip());
        assertEquals(Level.WARN, context.getLogger("org.creneau").getEffectiveLevel());
    }

    @Test
    void librariesStayQuiet() throws Exception {
        LoggerContext context = shipped();
        LogSetup.apply(new Settings.Log(Settings.LogFormat.TEXT, "trace"), context);
        assertEquals(Level.WARN, context.getLogger("io.netty.handler").getEffectiveLevel());
        assertEquals(Level.WARN, context.getLogger("org.flywaydb.core").getEffectiveLevel());
    }

    /** What the jar starts with; tests themselves log by another file. */
    private static LoggerContext shipped() throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogSetup.class.getResource("/logback.xml"));
        return context;
    }

    private static String encoded(LoggerContext context) {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        List<Encoder<ILoggingEvent>> encoders = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
                assertEquals("System.err", console.getTarget());
                encoders.add(console.getEncoder());
            }
        });
        assertEquals(1, encoders.size());
        LoggingEvent event = new LoggingEvent(
                LogSetupTest.class.getName(), context.getLogger("test"), Level.WARN, "hello {}", null, new Object[] {
                    "you"
                });
        return new String(encoders.get(0).encode(event), StandardCharsets.UTF_8);
    }
}

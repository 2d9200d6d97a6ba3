package org.creneau.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogSetupTest {

    @Test
    void jsonIsOneObjectALine() {
        LoggerContext context = shipped();
        LogSetup.apply(new Settings.Log(Settings.LogFormat.JSON, "debug"), context);
        JsonObject line = new JsonObject(encoded(context));
        assertEquals("hello you", line.getString("message"));
        assertEquals("WARN", line.getString("level"));
        assertEquals(Level.DEBUG, context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel());
    }

    @Test
    void textIsReadable() {
        LoggerContext context = shipped();
        LogSetup.apply(new Settings.Log(Settings.LogFormat.TEXT, "warn"), context);
        String line = encoded(context);
        assertEquals(
                "WARN  test hello you", line.substring(line.indexOf(' ') + 1).strip());
        assertEquals(Level.WARN, context.getLogger("org.creneau").getEffectiveLevel());
    }

    private static final String NASTY = "a\r\n12:00:00.000 ERROR forged\u001b[2J\u202etxet\u2028b\u0000\u0085\u009b";

    private static final String STEERING = "(?s).*[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n\t]].*";

    @Test
    void whatCameFromOutsideCanNeitherForgeALineNorSteerATerminal() {
        LoggerContext context = shipped();
        String early = encoded(context, NASTY, new IllegalStateException(NASTY, new IOException(NASTY)));
        LogSetup.apply(new Settings.Log(Settings.LogFormat.TEXT, "info"), context);
        String text = encoded(context, NASTY, new IllegalStateException(NASTY, new IOException(NASTY)));
        for (String lines : List.of(early, text)) {
            assertFalse(lines.matches(STEERING), lines);
            assertEquals(
                    1, lines.lines().filter(line -> line.matches("[0-9]{2}:.*")).count(), lines);
            assertTrue(lines.contains("a??12:00:00.000 ERROR forged?[2J?txet?b???"), lines);
            assertTrue(lines.contains("java.lang.IllegalStateException: a?\n | 12:00:00.000 ERROR forged?"), lines);
            assertTrue(lines.contains("\nCaused by: java.io.IOException: a?\n | 12:00"), lines);
            assertTrue(lines.contains("\n\tat "), lines);
        }
        LogSetup.apply(new Settings.Log(Settings.LogFormat.JSON, "info"), context);
        String json = encoded(context, NASTY + "é", new IllegalStateException(NASTY));
        assertEquals(1, json.strip().lines().count(), json);
        assertFalse(json.matches(STEERING), json);
        assertTrue(json.strip().chars().allMatch(c -> c >= 0x20 && c < 0x7f), json);
        assertEquals(NASTY + "é", new JsonObject(json).getString("message"));
    }

    @Test
    void librariesStayQuiet() {
        LoggerContext context = shipped();
        LogSetup.apply(new Settings.Log(Settings.LogFormat.TEXT, "trace"), context);
        assertEquals(Level.WARN, context.getLogger("io.netty.handler").getEffectiveLevel());
        assertEquals(Level.WARN, context.getLogger("org.flywaydb.core").getEffectiveLevel());
    }

    /** Such as the one that tests log by. */
    @Test
    void aFileOfLogbacksComesFirst() throws JoranException {
        LoggerContext context = new LoggerContext();
        new ContextInitializer(context).autoConfig();
        assertEquals(Level.OFF, context.getLogger("tc").getLevel());
    }

    /** What the jar starts with; tests themselves log by a file. */
    private static LoggerContext shipped() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        LogBeginning.begin(context);
        return context;
    }

    private static String encoded(LoggerContext context) {
        return encoded(context, "hello you", null);
    }

    private static String encoded(LoggerContext context, String message, @Nullable Throwable thrown) {
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
                LogSetupTest.class.getName(), context.getLogger("test"), Level.WARN, "{}", thrown, new Object[] {message
                });
        return new String(encoders.get(0).encode(event), StandardCharsets.UTF_8);
    }
}

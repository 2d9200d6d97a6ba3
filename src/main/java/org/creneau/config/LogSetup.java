package org.creneau.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import net.logstash.logback.decorate.json.JsonWriteFeatureDecorator;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;

/** The log as the settings want it, in place of what {@link LogBeginning} began with. */
public final class LogSetup {

    /**
     * Whatever came from outside can steer no terminal, turn the order of letters around, or pass for a line of its own: such
     * characters become question marks, and a line inside the message of an exception begins with a stroke.
     */
    static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{24}"
            + " %replace(%msg){'[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]','?'}%n"
            + "%replace(%replace(%ex{12}){'[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\t]]','?'})"
            + "{'(\\n)(?!\\t|Caused by: )(?=.)','$1 | '}";

    private LogSetup() {}

    /** Applies to the whole process. */
    public static void apply(Settings.Log log) {
        apply(log, (LoggerContext) LoggerFactory.getILoggerFactory());
    }

    static void apply(Settings.Log log, LoggerContext context) {
        Encoder<ILoggingEvent> encoder = switch (log.format()) {
            case TEXT -> text(context);
            case JSON -> json();
        };
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        // Standard output is for results: `seed` prints slot ids there.
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        root.setLevel(Level.toLevel(log.level()));
    }

    /** In ASCII: all else is escaped, as control characters are in JSON anyway. */
    private static Encoder<ILoggingEvent> json() {
        JsonWriteFeatureDecorator ascii = new JsonWriteFeatureDecorator();
        ascii.addEnable("ESCAPE_NON_ASCII");
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.addDecorator(ascii);
        return encoder;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.setCharset(StandardCharsets.UTF_8);
        return encoder;
    }
}

package org.creneau.loadtest.fault;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognises the inserts of bookings in what a client of PostgreSQL sends: each {@code Bind} of a statement whose text, in
 * its {@code Parse}, inserts into the table {@code booking}. Without TLS.
 */
final class PostgresInserts implements Cue {

    private static final Pattern INSERT = Pattern.compile("insert\\s+into\\s+booking\\s");

    private static final char PARSE = 'P';
    private static final char BIND = 'B';

    /** The type of a message, and its length, which counts itself. */
    private static final int HEADER = 5;

    /** A longer message is nothing that this client sends: whatever it is, it is not followed. */
    private static final int MAX_MESSAGE = 4 << 20;

    private final Set<String> statements = new HashSet<>();
    private Buffer rest = Buffer.buffer();
    private boolean started;
    private boolean lost;

    @Override
    public boolean seen(Buffer sent) {
        if (lost) {
            return false;
        }
        rest.appendBuffer(sent);
        boolean found = false;
        int at = 0;
        for (int end = end(at); end > 0; end = end(at)) {
            if (started) {
                found |= insert(at, end);
            }
            started = true; // the first message, which starts the session, has no type
            at = end;
        }
        rest = rest.getBuffer(at, rest.length());
        return found;
    }

    /** Where the message that begins here ends; 0 while it is not complete. */
    private int end(int at) {
        int header = started ? HEADER : HEADER - 1;
        if (rest.length() < at + header) {
            return 0;
        }
        int length = rest.getInt(at + header - 4) + header - 4;
        if (length < header || length > MAX_MESSAGE) {
            lost = true;
            rest = Buffer.buffer();
            return 0;
        }
        return rest.length() >= at + length ? at + length : 0;
    }

    private boolean insert(int from, int end) {
        char type = (char) rest.getByte(from);
        if (type != PARSE && type != BIND) {
            return false;
        }
        int zero = zero(from + HEADER, end);
        String first = text(from + HEADER, zero);
        String second = text(zero + 1, zero(zero + 1, end));
        if (type == PARSE && INSERT.matcher(second).find()) {
            statements.add(first);
        } else if (type == PARSE) {
            statements.remove(first);
        }
        return type == BIND && statements.contains(second);
    }

    private int zero(int from, int end) {
        int at = from;
        while (at < end && rest.getByte(at) != 0) {
            at++;
        }
        return at;
    }

    private String text(int from, int to) {
        return to <= from ? "" : rest.getString(from, to, StandardCharsets.ISO_8859_1.name());
    }
}

package org.creneau.loadtest.client;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.creneau.loadtest.client.Answer.Response;

/**
 * Reads HTTP/1.1 responses from the bytes of one connection, in whatever pieces they come: status, body (by length, in
 * chunks or up to the end of the connection) and the few headers that a load generator acts on. For one thread.
 */
final class ResponseReader {

    static final int MAX_HEAD_BYTES = 16 * 1024;
    static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    private static final int INITIAL_BYTES = 4096;
    private static final long UNKNOWN_LENGTH = -1;

    private enum Part {
        STATUS,
        HEADERS,
        BODY,
        BODY_TO_THE_END,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS
    }

    private final Consumer<Response> done;

    /** What came and was not used yet: from {@code from} to {@code to}; there is no line end before {@code scanned}. */
    private byte[] bytes = new byte[INITIAL_BYTES];

    private int from;
    private int to;
    private int scanned;

    private Part part = Part.STATUS;
    private int headBytes;
    private int status;
    private long length;
    private boolean chunked;
    private boolean last;
    private int retryAfterSeconds;
    private Buffer chunks = Buffer.buffer();

    /** @param done gets each response as soon as it is complete */
    ResponseReader(Consumer<Response> done) {
        this.done = done;
    }

    /** Whether the server said that the connection ends with the last response that was handed on. */
    boolean last() {
        return last;
    }

    /** Takes what came next. After an exception the reader is of no more use. */
    void read(Buffer piece) throws MalformedResponseException {
        append(piece);
        while (step()) {
            // as long as there is something complete
        }
        if (from == to) {
            from = 0;
            to = 0;
            scanned = 0;
        }
    }

    /** The connection ended: completes a response that had no other end. */
    void end() {
        if (part == Part.BODY_TO_THE_END) {
            last = true;
            complete(take(to - from));
        }
    }

    private void append(Buffer piece) throws MalformedResponseException {
        int more = piece.length();
        if (bytes.length - to < more) {
            int kept = to - from;
            if ((long) kept + more > MAX_BODY_BYTES + MAX_HEAD_BYTES) {
                throw new MalformedResponseException("a response of more than " + MAX_BODY_BYTES + " bytes");
            }
            byte[] target = bytes.length >= kept + more ? bytes : new byte[Math.max(kept + more, 2 * bytes.length)];
            System.arraycopy(bytes, from, target, 0, kept);
            bytes = target;
            scanned -= from;
            from = 0;
            to = kept;
        }
        piece.getBytes(0, more, bytes, to);
        to += more;
    }

    /** Uses the next line or body; false when it is not all there. */
    private boolean step() throws MalformedResponseException {
        return switch (part) {
            case BODY -> body();
            case CHUNK -> chunk();
            case BODY_TO_THE_END -> {
                if (to - from > MAX_BODY_BYTES) {
                    throw new MalformedResponseException("a body without an end");
                }
                yield false;
            }
            case STATUS, HEADERS, CHUNK_SIZE, CHUNK_END, TRAILERS -> line();
        };
    }

    private boolean line() throws MalformedResponseException {
        int end = scanned;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        scanned = end;
        if (headBytes + end - from > MAX_HEAD_BYTES) {
            throw new MalformedResponseException("a head of more than " + MAX_HEAD_BYTES + " bytes");
        }
        if (end == to) {
            return false;
        }
        int start = from;
        headBytes += end + 1 - start;
        from = end + 1;
        scanned = from;
        line(start, end > start && bytes[end - 1] == '\r' ? end - 1 : end);
        return true;
    }

    private void line(int start, int end) throws MalformedResponseException {
        switch (part) {
            case STATUS -> statusLine(start, end);
            case HEADERS -> {
                if (start == end) {
                    headComplete();
                } else {
                    header(start, end);
                }
            }
            case CHUNK_SIZE -> chunkSize(start, end);
            case CHUNK_END -> {
                if (start != end) {
                    throw new MalformedResponseException("a chunk longer than it said");
                }
                part = Part.CHUNK_SIZE;
            }
            case TRAILERS -> {
                if (start == end) {
                    complete(chunks);
                }
            }
            case BODY, BODY_TO_THE_END, CHUNK -> throw new IllegalStateException(part + " has no lines");
        }
    }

    private void statusLine(int start, int end) throws MalformedResponseException {
        // HTTP/1.1 200
        boolean good = end - start >= 12
                && matches("HTTP/1.", start)
                && bytes[start + 8] == ' '
                && (end - start == 12 || bytes[start + 12] == ' ');
        status = good ? (int) number(start + 9, start + 12, 10) : 0;
        if (status < 100 || status > 599) {
            throw new MalformedResponseException("no status line");
        }
        length = UNKNOWN_LENGTH;
        chunked = false;
        last = bytes[start + 7] == '0';
        retryAfterSeconds = Answer.NO_RETRY_AFTER;
        part = Part.HEADERS;
    }

    private void header(int start, int end) throws MalformedResponseException {
        int colon = start;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        if (colon == end) {
            throw new MalformedResponseException("a header without a colon");
        }
        int value = colon + 1;
        while (value < end && bytes[value] == ' ') {
            value++;
        }
        switch (colon - start) {
            case 10 -> {
                if (matches("connection", start)) {
                    last = matches("close", value) || (last && !matches("keep-alive", value));
                }
            }
            case 11 -> {
                if (matches("retry-after", start)) {
                    long seconds = number(value, end, 10);
                    // A date instead of seconds is allowed; waiting as without the header is a good answer to it.
                    retryAfterSeconds = seconds > 3600 ? Answer.NO_RETRY_AFTER : (int) seconds;
                }
            }
            case 14 -> {
                if (matches("content-length", start)) {
                    length = number(value, end, 10);
                    if (length < 0 || length > MAX_BODY_BYTES) {
                        throw new MalformedResponseException("a body of impossible length");
                    }
                }
            }
            case 17 -> chunked |= matches("transfer-encoding", start) && matches("chunked", value);
            default -> {
                // of no interest
            }
        }
    }

    private void headComplete() {
        headBytes = 0;
        if (status < 200) {
            part = Part.STATUS; // 100 Continue and the like: the response proper follows
        } else if (status == 204 || status == 304) {
            complete(Buffer.buffer());
        } else if (chunked) {
            chunks = Buffer.buffer();
            part = Part.CHUNK_SIZE;
        } else if (length == UNKNOWN_LENGTH) {
            part = Part.BODY_TO_THE_END;
        } else {
            part = Part.BODY;
        }
    }

    private boolean body() {
        if (to - from < length) {
            return false;
        }
        complete(take((int) length));
        return true;
    }

    private void chunkSize(int start, int end) throws MalformedResponseException {
        int digits = start;
        while (digits < end && bytes[digits] != ';' && bytes[digits] != ' ') {
            digits++;
        }
        length = number(start, digits, 16);
        if (length < 0 || length + chunks.length() > MAX_BODY_BYTES) {
            throw new MalformedResponseException("a chunk of impossible length");
        }
        headBytes = 0;
        part = length == 0 ? Part.TRAILERS : Part.CHUNK;
    }

    private boolean chunk() {
        if (to - from < length) {
            return false;
        }
        chunks.appendBytes(bytes, from, (int) length);
        from += (int) length;
        scanned = from;
        part = Part.CHUNK_END;
        return true;
    }

    private Buffer take(int count) {
        Buffer taken = Buffer.buffer(Arrays.copyOfRange(bytes, from, from + count));
        from += count;
        scanned = from;
        return taken;
    }

    private void complete(Buffer body) {
        part = Part.STATUS;
        headBytes = 0;
        done.accept(new Response(status, body, retryAfterSeconds));
    }

    /** Whether this lower-case text stands there, in either case. */
    private boolean matches(String text, int at) {
        if (to - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.toLowerCase(bytes[at + i]) != Character.toLowerCase(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A number without sign, below 10^12; -1 when it is none. */
    private long number(int start, int end, int radix) {
        int stop = end;
        while (stop > start && bytes[stop - 1] == ' ') {
            stop--;
        }
        if (stop == start || stop - start > 12) {
            return -1;
        }
        long number = 0;
        for (int i = start; i < stop; i++) {
            int digit = Character.digit(bytes[i], radix);
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }

    @Override
    public String toString() {
        return part + ": " + new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}

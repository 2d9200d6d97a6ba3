package org.creneau.http;

import java.util.Locale;

/** The stable names of what can go wrong, each with its status. Texts are in {@code i18n/problems_*.properties}. */
enum ProblemCode {
    VALIDATION(400),
    UNAUTHENTICATED(401),
    BAD_CREDENTIALS(401),
    MUST_CHANGE_PASSWORD(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    REQUEST_TIMEOUT(408),
    USER_CODE_TAKEN(409),
    ALREADY_BOOKED(409),
    SLOT_FULL(409),
    SLOT_NOT_OPEN(409),
    SLOT_CLOSED(409),
    NOT_CANCELLABLE(409),
    NOT_RESCHEDULABLE(409),
    PAYLOAD_TOO_LARGE(413),
    URI_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    IDEMPOTENCY_KEY_REUSED(422),
    LOCKED(429),
    RATE_LIMITED(429),
    HEADERS_TOO_LARGE(431),
    INTERNAL(500),
    OVERLOADED(503),
    UNAVAILABLE(503),
    HTTP_VERSION_NOT_SUPPORTED(505);

    private final int status;
    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    ProblemCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    /** As clients see it: {@code slot-full}. */
    String code() {
        return code;
    }

    /** The {@code type} of RFC 9457. */
    String type() {
        return "urn:creneau:problem:" + code;
    }
}

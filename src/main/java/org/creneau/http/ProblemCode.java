package org.creneau.http;

import java.util.Locale;

/** The stable names of what can go wrong, each with its status. Texts are in {@code i18n/problems_*.properties}. */
public enum ProblemCode {
    VALIDATION(400),
    UNAUTHENTICATED(401),
    BAD_CREDENTIALS(401),
    MUST_CHANGE_PASSWORD(403),
    NOT_ELIGIBLE(403),
    /** Unknown, used, over, tried too often, or not this person's: nobody learns which. */
    AUTHORIZATION_CODE_INVALID(403),
    /** The operation is not for this kind of actor, role or scope. */
    FORBIDDEN(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    REQUEST_TIMEOUT(408),
    USER_CODE_TAKEN(409),
    ALREADY_BOOKED(409),
    OVERLAPPING_BOOKING(409),
    SLOT_FULL(409),
    SLOT_NOT_OPEN(409),
    SLOT_CLOSED(409),
    NOT_CANCELLABLE(409),
    /** Its time is over, or it was released. */
    HOLD_EXPIRED(409),
    /** It is a booking by now. */
    HOLD_CONFIRMED(409),
    NOT_RESCHEDULABLE(409),
    /** For programs the same; people are told which of the two it is. */
    NOT_RESCHEDULABLE_THERE(409, "not-reschedulable"),
    PAYLOAD_TOO_LARGE(413),
    URI_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    IDEMPOTENCY_KEY_REUSED(422),
    COMPLEMENTARY_INFORMATION_REQUIRED(422),
    LOCKED(429),
    RATE_LIMITED(429),
    HEADERS_TOO_LARGE(431),
    INTERNAL(500),
    OVERLOADED(503),
    UNAVAILABLE(503),
    HTTP_VERSION_NOT_SUPPORTED(505),

    /** The status does not let anybody use the service (guide 4.5). */
    NOT_ADMISSIBLE(403),
    /** Under another account (guide 4.6). */
    ALREADY_REGISTERED(409),
    /** A partner made the file (guide 3.2, 4.6). */
    AUTHORIZATION_CODE_REQUIRED(409),
    REGISTRATION_COMPLETE(409),
    REGISTRATION_INCOMPLETE(409),
    NOT_REGISTERED(409),
    FILE_CHANGED(412),

    /** Somebody is an employee, of this organisation or another. */
    ALREADY_EMPLOYED(409),
    /** The ministry keeps one manager at least. */
    LAST_MANAGER(409),
    /** Of a partner's system, for good. */
    PARTNER_DISABLED(409),
    TOO_MANY_SECRETS(409),
    /** For programs the same; a partner is told something else than the person. */
    CLIENT_ALREADY_REGISTERED(409, "already-registered"),
    ACCOUNT_EXISTS(409),
    /** By somebody other than the client: no authorization code for a while. */
    EMAIL_CHANGED_RECENTLY(409),
    REGISTERED_ELSEWHERE(409),
    /** The slot has not begun. */
    ATTENDANCE_NOT_YET(409),
    /** It has been over for too long. */
    ATTENDANCE_OVER(409),
    /** Something of the offer is not what the caller has seen. */
    CHANGED_MEANWHILE(412),
    /** Another template has the same type, place and time. */
    TEMPLATE_OVERLAPS(409),
    TEMPLATE_RETIRED(409),
    /** A file has errors, each of which is named. */
    CSV_INVALID(422),
    TOO_MANY_WEBHOOKS(409),
    WEBHOOK_DISABLED(409),
    /** Some behind the place that was named were deleted by age. */
    EVENTS_FORGOTTEN(410);

    private final int status;
    private final String texts = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String code;

    ProblemCode(int status) {
        this.status = status;
        this.code = texts;
    }

    ProblemCode(int status, String code) {
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    /** As clients see it: {@code slot-full}. */
    public String code() {
        return code;
    }

    /** Under which name its texts are found. */
    String texts() {
        return texts;
    }

    /** The {@code type} of RFC 9457. */
    String type() {
        return "urn:creneau:problem:" + code;
    }
}

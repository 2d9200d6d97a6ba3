package org.creneau.notification;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Reference;

/** Models of mails, for tests. */
final class MailSamples {

    static final ZoneId TORONTO = ZoneId.of("America/Toronto");
    static final UUID BOOKING = UUID.fromString("01890000-0000-7000-8000-0000000000b0");
    static final UUID EVENT = UUID.fromString("01890000-0000-7000-8000-0000000000e0");

    private MailSamples() {}

    static JsonObject model(Mail.Kind kind) {
        JsonObject named = new JsonObject().put("givenName", "Fiona").put("familyName", "Flamenco");
        return switch (kind) {
            case REGISTRATION_CONFIRMED -> named.put("clientNumber", "52184").put("referenceNumber", "C3333726");
            case CREATE_YOUR_ACCOUNT ->
                named.put("authorizationCode", "K7M2-99QX").put("expiresOn", "2026-12-24");
            case LETTER_PRINTED -> named;
            case CONSENT_GIVEN_AGAIN -> new JsonObject().put("organisation", "La Clef");
            case USE_YOUR_ACCOUNT -> named.put("userCode", "FlamencoF01");
            case TEMPORARY_PASSWORD ->
                new JsonObject()
                        .put("userCode", "FlamencoF01")
                        .put("temporaryPassword", "Temp0rary99")
                        .put("expiresAt", "2026-12-24T17:30:00Z");
            case USER_CODE_REMINDER, EMAIL_CHANGED, PASSWORD_CHANGED -> new JsonObject().put("userCode", "FlamencoF01");
            case ROLE_CHANGED ->
                new JsonObject()
                        .put("userCode", "FlamencoF01")
                        .put("organisation", "La Clef")
                        .put("role", "MANAGER");
            case BOOKING_CALLED_OFF, BOOKING_CHANGED ->
                appointment(
                                1,
                                List.of(segment("2099-03-19T21:00:00Z", "2099-03-20T00:00:00Z")),
                                segment("2099-03-20T21:00:00Z", "2099-03-21T00:00:00Z"))
                        .toJson()
                        .put("reason", "L'animatrice est malade.")
                        .put("overlapping", true)
                        .put("type", "objectif-integration")
                        .put("town", "montreal");
            case BOOKING_CONFIRMED, BOOKING_MOVED, BOOKING_CANCELLED, BOOKING_REMINDER ->
                appointment(0, List.of(), segment("2099-03-20T21:00:00Z", "2099-03-21T00:00:00Z"))
                        .toJson();
        };
    }

    static Appointment appointment(
            int sequence, List<Appointment.Segment> formerSegments, Appointment.Segment... segments) {
        return new Appointment(
                BOOKING,
                Reference.of(BOOKING),
                "Séance d'information; objectif, intégration",
                List.of("Votre carte de résident permanent"),
                "La Clef \"Nord\"",
                new Appointment.Place(
                        "Siège",
                        "1, rue A",
                        null,
                        "Montréal",
                        "Québec",
                        "Canada",
                        "H2L 3Z2",
                        "514 999-9999",
                        null,
                        45.5,
                        -73.6),
                TORONTO,
                List.of(segments),
                EVENT,
                sequence,
                formerSegments);
    }

    static Appointment.Segment segment(String start, String end) {
        return new Appointment.Segment(Instant.parse(start), Instant.parse(end));
    }
}

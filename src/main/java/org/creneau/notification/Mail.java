package org.creneau.notification;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail to be sent.
 *
 * @param to the recipient's address
 * @param language of the text: {@code fr} or {@code en}
 * @param model what the template needs; kept until some time after the mail was sent
 * @param dedupeKey what is told under the same key is told once; null: always told
 * @param clientId whom it concerns; null when it is about nobody's file
 * @param delay how long to wait before it is sent
 */
public record Mail(
        Kind kind,
        String to,
        String language,
        JsonObject model,
        @Nullable String dedupeKey,
        @Nullable UUID clientId,
        Duration delay) {

    /** Which mail it is. The titles of the guide's own mails are the guide's (2.5, 4.2, 4.3). */
    public enum Kind {
        /** 2.5, 4.11: « Confirmation d'inscription au Service en ligne de prise de rendez-vous ». */
        REGISTRATION_CONFIRMED,
        /** 2.5: « Créez votre profil de consultation », with the authorization code. */
        CREATE_YOUR_ACCOUNT,
        /** A partner has printed a letter with an authorization code (3.2). */
        LETTER_PRINTED,
        /** An organisation that the client had forbidden it uses the file again (4.9). */
        CONSENT_GIVEN_AGAIN,
        /** 2.5: « Tirez profit de votre profil de consultation », recalls the user code. */
        USE_YOUR_ACCOUNT,
        /** 4.2: the user code that was forgotten. */
        USER_CODE_REMINDER,
        /** 4.3: the temporary password. */
        TEMPORARY_PASSWORD,
        /** To the old address: the e-mail address of the account, or of a file without one, changed. */
        EMAIL_CHANGED,
        /** The account's password changed. */
        PASSWORD_CHANGED,
        /** Somebody is an employee now, has another role, or is an employee no longer. */
        ROLE_CHANGED,
        BOOKING_CONFIRMED,
        BOOKING_MOVED,
        BOOKING_CANCELLED,
        /** By the organisation, with everybody in the slot: says why, and where to choose anew. */
        BOOKING_CALLED_OFF,
        /** By the organisation: the slot, with everybody in it, is at another time or place. */
        BOOKING_CHANGED,
        BOOKING_REMINDER
    }

    /** A mail to be sent at once, as often as it is asked for. */
    public static Mail now(Kind kind, String to, String language, JsonObject model, @Nullable UUID clientId) {
        return new Mail(kind, to, language, model, null, clientId, Duration.ZERO);
    }

    @Override
    public String toString() {
        return "Mail[" + kind + "]"; // addresses and secrets must not reach a log
    }
}

package org.creneau.notification;

import io.vertx.ext.mail.SMTPException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Why a mail was not sent.
 *
 * @param forGood whether the server refused this recipient, or this mail, and always will
 * @param everybodys whether it concerns not this mail alone: the server is away, or takes none from us
 * @param brief for the log: without anything that a server may have said about a recipient
 * @param full what is kept with the mail
 */
record SmtpFailure(boolean forGood, boolean everybodys, String brief, String full) {

    /** What the client says first when the server refused a recipient or what is in the mail, and not us. */
    private static final List<String> ABOUT_THE_MAIL =
            List.of("recipient address not accepted", "DATA command not accepted", "sending data failed");

    /** RFC 3463: x.7.x, also from a server that does not announce such codes. */
    private static final Pattern SECURITY = Pattern.compile("^\\d{3}[ -]\\d\\.7\\.");

    private static final int PERMANENT = 500;
    private static final int AUTHENTICATION_REQUIRED = 530;
    private static final int AUTHENTICATION_FAILED = 535;

    /** The recipient's address is none that mail can be sent to. */
    static final class UnusableAddress extends RuntimeException {
        UnusableAddress() {
            super("the address cannot be used", null, false, false);
        }
    }

    static SmtpFailure of(Throwable failure) {
        if (failure instanceof UnusableAddress) {
            return new SmtpFailure(true, false, "the address cannot be used", "the address cannot be used");
        }
        if (failure instanceof SMTPException answered) {
            return answered(answered);
        }
        if (failure instanceof TimeoutException) {
            return new SmtpFailure(false, true, "no answer in time", "no answer in time");
        }
        String name = failure.getClass().getSimpleName();
        return new SmtpFailure(false, true, name, name + ": " + failure.getMessage());
    }

    private static SmtpFailure answered(SMTPException answered) {
        String message = String.valueOf(answered.getMessage());
        int code = answered.getReplyCode();
        boolean aboutTheMail = ABOUT_THE_MAIL.stream().anyMatch(message::startsWith);
        // "Relaying denied" and the like: what is wrong is what the operator configured, not the recipient.
        boolean aboutUs = code == AUTHENTICATION_REQUIRED
                || code == AUTHENTICATION_FAILED
                || SECURITY.matcher(answered.getReplyMessage()).find();
        return new SmtpFailure(
                code >= PERMANENT && aboutTheMail && !aboutUs, !aboutTheMail || aboutUs, "SMTP " + code, message);
    }
}

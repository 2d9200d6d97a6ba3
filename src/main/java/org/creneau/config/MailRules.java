package org.creneau.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.creneau.config.SettingsRules.Breach;

/** The rules of the settings below {@code mail}. */
final class MailRules {

    /** Nothing in it that has a meaning in a header or in a command of SMTP. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s\\p{Cntrl},;:<>()\\[\\]\"]+@[A-Za-z0-9.-]+");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int HOURS_A_DAY = 24;

    private MailRules() {}

    static Optional<Breach> firstBreach(MailSettings mail) {
        return addresses(mail).or(() -> connection(mail)).or(() -> times(mail));
    }

    private static Optional<Breach> addresses(MailSettings mail) {
        if (!ADDRESS.matcher(mail.from()).matches()) {
            return breach("mail.from", "must be one address such as rendez-vous@example.org");
        }
        if (!mail.replyTo().isEmpty() && !ADDRESS.matcher(mail.replyTo()).matches()) {
            return breach("mail.replyTo", "must be empty or one address such as rendez-vous@example.org");
        }
        if (CONTROL.matcher(mail.fromName()).find()) {
            return breach("mail.fromName", "must be one line");
        }
        return isSite(mail.siteUrl())
                ? Optional.empty()
                : breach("mail.siteUrl", "must be an address such as https://rendez-vous.example.org");
    }

    private static Optional<Breach> connection(MailSettings mail) {
        if (mail.user().isEmpty() != mail.password().isEmpty()) {
            return breach("mail.password", "must be there together with mail.user, or neither");
        }
        if (!mail.user().isEmpty() && mail.tls() == MailSettings.Tls.NONE) {
            return breach(
                    "mail.tls",
                    "must be starttls or implicit where there is a mail.user: else the password can be read");
        }
        String certificates = mail.trustedCertificates();
        return certificates.isEmpty() || Files.isReadable(Path.of(certificates))
                ? Optional.empty()
                : breach("mail.trustedCertificates", "must be empty or a PEM file that can be read");
    }

    private static Optional<Breach> times(MailSettings mail) {
        try {
            ZoneId.of(mail.zone());
        } catch (DateTimeException unknown) {
            return breach("mail.zone", "must be a time zone such as America/Toronto");
        }
        if (mail.longestRetrySeconds() < mail.firstRetrySeconds()) {
            return breach("mail.longestRetrySeconds", "must not be below mail.firstRetrySeconds");
        }
        // Whom was reminded already is known from what was sent.
        return mail.keepDays() * HOURS_A_DAY < mail.reminderHours()
                ? breach("mail.keepDays", "must not be shorter than mail.reminderHours")
                : Optional.empty();
    }

    static boolean isSite(String text) {
        try {
            URI uri = URI.create(text);
            return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static Optional<Breach> breach(String path, String problem) {
        return Optional.of(new Breach(path, problem));
    }
}

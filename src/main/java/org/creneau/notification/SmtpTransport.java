package org.creneau.notification;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.config.MailSettings;

/** The way to the mail server. What it fails with, {@link SmtpFailure} understands. */
final class SmtpTransport {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final int SUBJECT_COLUMN = "Subject: ".length();

    private final MailSettings settings;
    private final MailClient client;
    private final String domain;
    private final MultiMap fixedHeaders;

    SmtpTransport(Vertx vertx, MailSettings settings) {
        this.settings = settings;
        this.domain = settings.from().substring(settings.from().indexOf('@') + 1);
        this.client = MailClient.create(vertx, config(settings, domain));
        this.fixedHeaders = MultiMap.caseInsensitiveMultiMap()
                .add("From", named(settings.from(), settings.fromName()))
                // Nobody's out-of-office is to answer it (RFC 3834).
                .add("Auto-Submitted", "auto-generated");
        if (!settings.replyTo().isEmpty()) {
            fixedHeaders.add("Reply-To", settings.replyTo());
        }
    }

    private static MailConfig config(MailSettings settings, String domain) {
        MailConfig config = new MailConfig(settings.host(), settings.port());
        config.setStarttls(
                settings.tls() == MailSettings.Tls.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED);
        config.setSsl(settings.tls() == MailSettings.Tls.IMPLICIT);
        config.setHostnameVerificationAlgorithm("HTTPS");
        if (!settings.trustedCertificates().isEmpty()) {
            config.setTrustOptions(new PemTrustOptions().addCertPath(settings.trustedCertificates()));
        }
        if (settings.user().isEmpty()) {
            config.setLogin(LoginOption.DISABLED);
        } else {
            config.setLogin(LoginOption.REQUIRED).setUsername(settings.user()).setPassword(settings.password());
        }
        config.setConnectTimeout((int) settings.sendTimeoutMillis());
        // A connection that went dead without a word would otherwise keep its place in the pool for ever.
        config.setIdleTimeout((int) settings.sendTimeoutMillis());
        config.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        // Otherwise the machine's name is looked up, which may take a while.
        config.setOwnHostname(domain);
        config.setMaxPoolSize(settings.connections());
        return config;
    }

    /** Done when the server has taken it. The same id makes the same Message-ID, by which a repetition can be known. */
    Future<Void> send(UUID id, String recipient, Composed mail) {
        try {
            return client.sendMail(message(id, recipient, mail))
                    .timeout(settings.sendTimeoutMillis(), TimeUnit.MILLISECONDS)
                    .mapEmpty();
        } catch (AddressException noAddress) {
            return Future.failedFuture(new SmtpFailure.UnusableAddress());
        }
    }

    private MailMessage message(UUID id, String recipient, Composed mail) throws AddressException {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .addAll(fixedHeaders)
                .add("Message-ID", "<" + id + "@" + domain + ">")
                .add("Subject", encoded(mail.subject()));
        return new MailMessage()
                .setFrom(settings.from())
                .setTo(address(recipient))
                .setHeaders(headers)
                .setText(mail.text())
                .setHtml(mail.html())
                .setAttachment(
                        mail.calendars().stream().map(SmtpTransport::attachment).toList());
    }

    private static MailAttachment attachment(CalendarFile calendar) {
        return MailAttachment.create()
                .setName(calendar.name())
                .setContentType("text/calendar; charset=UTF-8; method=" + calendar.method())
                .setData(Buffer.buffer(calendar.content()));
    }

    /** One address and nothing else: no second one, no name, nothing that a header or a command could end with. */
    private static String address(String recipient) throws AddressException {
        InternetAddress[] parsed = InternetAddress.parse(recipient, true);
        boolean clean = parsed.length == 1
                && recipient.equals(parsed[0].getAddress())
                && recipient.indexOf('@') > 0
                && recipient.chars().noneMatch(c -> c <= ' ' || c == 0x7f || "<>(),;:\"[]".indexOf(c) >= 0);
        if (!clean) {
            throw new AddressException("not one plain address");
        }
        parsed[0].validate();
        return recipient;
    }

    private static String named(String address, String name) {
        try {
            return name.isBlank() ? address : new InternetAddress(address, name, UTF_8).toString();
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** RFC 2047. What would end the header becomes a space. */
    private static String encoded(String subject) {
        String line = subject.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        try {
            return MimeUtility.fold(SUBJECT_COLUMN, MimeUtility.encodeText(line, UTF_8, null));
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Future<Void> close() {
        return client.close();
    }
}

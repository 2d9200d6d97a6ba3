package org.creneau.embedded;

import io.vertx.core.buffer.Buffer;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail that was caught, taken apart.
 *
 * @param number from 1, in the order in which they came
 */
record CaughtMail(
        int number,
        Instant at,
        String to,
        String from,
        String subject,
        @Nullable String text,
        @Nullable String html,
        List<Attachment> attachments) {

    /** A file that came with it. */
    record Attachment(String name, Buffer content) {

        int size() {
            return content.length();
        }
    }

    /** Blocks. */
    static CaughtMail read(int number, Instant at, String to, Buffer source) {
        try {
            MimeMessage message = new MimeMessage(null, new ByteArrayInputStream(source.getBytes()));
            Parts parts = new Parts();
            parts.add(message);
            return new CaughtMail(
                    number,
                    at,
                    to,
                    decoded(message.getHeader("From", ",")),
                    decoded(message.getSubject()),
                    parts.text,
                    parts.html,
                    parts.attachments);
        } catch (MessagingException | IOException malformed) {
            return new CaughtMail(number, at, to, "?", "?", "This mail cannot be read: " + malformed, null, List.of());
        }
    }

    private static String decoded(@Nullable String header) throws IOException {
        return header == null ? "" : MimeUtility.decodeText(MimeUtility.unfold(header));
    }

    /** What was found so far. */
    private static final class Parts {

        private static final int MAX_ATTACHMENTS = 50;

        private @Nullable String text;
        private @Nullable String html;
        private final List<Attachment> attachments = new ArrayList<>();

        void add(Part part) throws MessagingException, IOException {
            String name = part.getFileName();
            if (part.isMimeType("multipart/*")) {
                Multipart many = (Multipart) part.getContent();
                for (int i = 0; i < many.getCount(); i++) {
                    BodyPart one = many.getBodyPart(i);
                    add(one);
                }
            } else if (name == null && part.isMimeType("text/html")) {
                html = String.valueOf(part.getContent());
            } else if (name == null && part.isMimeType("text/plain")) {
                text = String.valueOf(part.getContent());
            } else if (attachments.size() < MAX_ATTACHMENTS) {
                String shown = name == null ? "attachment-" + (attachments.size() + 1) : MimeUtility.decodeText(name);
                attachments.add(new Attachment(
                        shown, Buffer.buffer(part.getInputStream().readAllBytes())));
            }
        }
    }
}

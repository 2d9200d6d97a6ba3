package org.creneau.embedded;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The mail that was caught, to be looked at in a browser on this machine: {@code /mail}, {@code /mail/{n}}, its HTML as
 * it is but without any rights ({@code /mail/{n}/html}), and its files ({@code /mail/{n}/files/{i}}).
 */
final class MailPages implements Handler<HttpServerRequest> {

    private static final Pattern PATH = Pattern.compile("/mail(?:/(\\d{1,9})(/html|/files/(\\d{1,3}))?)?/?");
    private static final String HTML = "text/html; charset=utf-8";
    /** Our own pages: no script, nothing from elsewhere; the mail in a frame. */
    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'";
    /** What came by mail may not do anything: not even be in the same origin. */
    private static final String MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private final MailCatcher catcher;
    private final PebbleEngine templates;

    MailPages(MailCatcher catcher) {
        this.catcher = catcher;
        ClasspathLoader loader = new ClasspathLoader();
        loader.setPrefix("mail/catcher");
        this.templates = new PebbleEngine.Builder()
                .loader(loader)
                .autoEscaping(true)
                .strictVariables(true)
                .build();
    }

    private record Page(String type, String policy, Buffer body, String fileName) {

        static Page html(String text, String policy) {
            return new Page(HTML, policy, Buffer.buffer(text), "");
        }
    }

    @Override
    public void handle(HttpServerRequest request) {
        Matcher path = PATH.matcher(request.path());
        // Mail has passwords in it, and the management port may be open to more than this machine.
        if (!path.matches() || !local(request)) {
            request.response().setStatusCode(path.matches() ? 403 : 404).end();
            return;
        }
        Vertx vertx = Vertx.currentContext().owner();
        vertx.executeBlocking(() -> page(path), false)
                .onSuccess(page -> answer(request.response(), page))
                .onFailure(failure -> request.response().setStatusCode(500).end());
    }

    private static boolean local(HttpServerRequest request) {
        String host = request.remoteAddress() == null
                ? ""
                : String.valueOf(request.remoteAddress().hostAddress());
        return host.startsWith("127.") || host.equals("::1") || host.startsWith("0:0:0:0:0:0:0:1");
    }

    private static void answer(HttpServerResponse response, Optional<Page> page) {
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store");
        if (page.isEmpty()) {
            response.setStatusCode(404).end();
            return;
        }
        response.putHeader("Content-Type", page.get().type())
                .putHeader("Content-Security-Policy", page.get().policy());
        if (!page.get().fileName().isEmpty()) {
            response.putHeader(
                    "Content-Disposition",
                    "attachment; filename=\"" + page.get().fileName() + "\"");
        }
        response.end(page.get().body());
    }

    private Optional<Page> page(Matcher path) {
        if (path.group(1) == null) {
            return Optional.of(Page.html(render("list", Map.of("mails", rows(catcher.mails()))), PAGE_POLICY));
        }
        Optional<CaughtMail> mail = catcher.mail(Integer.parseInt(path.group(1)));
        if (path.group(2) == null) {
            return mail.map(found -> Page.html(render("one", values(found)), PAGE_POLICY));
        }
        return path.group(3) == null
                ? mail.map(CaughtMail::html).map(html -> Page.html(html, MAIL_POLICY))
                : mail.flatMap(found -> file(found, Integer.parseInt(path.group(3))));
    }

    private static Optional<Page> file(CaughtMail mail, int index) {
        if (index >= mail.attachments().size()) {
            return Optional.empty();
        }
        CaughtMail.Attachment file = mail.attachments().get(index);
        String safe = file.name().replaceAll("[^A-Za-z0-9._-]", "_");
        return Optional.of(new Page("application/octet-stream", MAIL_POLICY, file.content(), safe));
    }

    private static List<Map<String, Object>> rows(List<CaughtMail> mails) {
        return mails.stream().map(MailPages::values).toList();
    }

    private static Map<String, Object> values(CaughtMail mail) {
        Map<String, Object> values = new HashMap<>();
        values.put("number", mail.number());
        values.put("at", mail.at().toString());
        values.put("to", mail.to());
        values.put("from", mail.from());
        values.put("subject", mail.subject());
        values.put("text", mail.text() == null ? "" : mail.text());
        values.put("html", mail.html() != null);
        values.put(
                "files",
                IntStream.range(0, mail.attachments().size())
                        .mapToObj(i -> Map.<String, Object>of(
                                "index", i,
                                "name", mail.attachments().get(i).name(),
                                "size", mail.attachments().get(i).size()))
                        .toList());
        return values;
    }

    private String render(String template, Map<String, Object> values) {
        StringWriter writer = new StringWriter();
        try {
            templates.getTemplate(template + ".html").evaluate(writer, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.toString();
    }
}

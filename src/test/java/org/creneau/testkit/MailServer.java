package org.creneau.testkit;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server in this process, with TLS and log-in if wanted, which refuses whom a test wants it to refuse. */
public final class MailServer implements AutoCloseable {

    public static final String USER = "creneau";
    public static final String PASSWORD = "Secret2026";

    private static final String STORE_PASSWORD = "changeit";

    /** How it wants to be spoken to. */
    public enum Tls {
        NONE,
        STARTTLS,
        IMPLICIT
    }

    /** A mail that it took. */
    public record Received(String to, MimeMessage message) {

        public String header(String name) {
            try {
                return String.valueOf(message.getHeader(name, "|"));
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final SMTPServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, RejectException> refusals = new ConcurrentHashMap<>();

    private MailServer(SMTPServer.Builder builder) {
        server = builder.bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .messageHandlerFactory(Handling::new)
                .build();
        server.start();
    }

    /** In the clear, for everybody. */
    public static MailServer start() {
        return startAt(0);
    }

    public static MailServer startAt(int port) {
        return new MailServer(SMTPServer.port(port));
    }

    /** With log-in, over TLS, as {@code localhost}. */
    public static MailServer start(Tls tls, Certificate certificate) {
        SMTPServer.Builder builder = SMTPServer.port(0)
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    if (!user.equals(USER) || !password.equals(PASSWORD)) {
                        throw new LoginFailedException("no");
                    }
                }))
                .requireAuth();
        return new MailServer(
                switch (tls) {
                    case NONE -> builder;
                    case STARTTLS -> builder.enableTLS().requireTLS().startTlsSocketFactory(certificate.context());
                    case IMPLICIT -> builder.serverSocketFactory(certificate.context());
                });
    }

    public int port() {
        return server.getPortAllocated();
    }

    /** From now on, it does not take mail for this address. */
    public void refuse(String recipient, int code, String message) {
        refusals.put(recipient, new RejectException(code, message));
    }

    public void refuseNobody() {
        refusals.clear();
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public List<Received> receivedBy(String recipient) {
        return received.stream().filter(mail -> mail.to().equals(recipient)).toList();
    }

    /** Waits for a mail to somebody. */
    public Received awaitFor(String recipient) {
        Until.holds(() -> !receivedBy(recipient).isEmpty());
        return receivedBy(recipient).get(0);
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Handling implements MessageHandler {

        private final List<String> recipients = new ArrayList<>();

        Handling(MessageContext context) {}

        @Override
        public void from(String from) {}

        @Override
        public void recipient(String recipient) throws RejectException {
            RejectException refusal = refusals.get(recipient);
            if (refusal != null) {
                throw refusal;
            }
            recipients.add(recipient);
        }

        @Override
        public @Nullable String data(InputStream data) throws IOException {
            byte[] source = data.readAllBytes();
            for (String recipient : recipients) {
                try {
                    received.add(new Received(recipient, new MimeMessage(null, new ByteArrayInputStream(source))));
                } catch (MessagingException e) {
                    throw new IOException(e);
                }
            }
            return null;
        }

        @Override
        public void done() {}
    }

    /**
     * A key and a certificate for {@code localhost}, which nobody trusts by itself.
     *
     * @param pem the file with the certificate
     */
    public record Certificate(SSLContext context, Path pem) {

        public static Certificate make(Path folder) {
            Path store = folder.resolve("mail.p12");
            Path pem = folder.resolve("mail.pem");
            keytool(
                    "-genkeypair",
                    "-keystore",
                    store.toString(),
                    "-storetype",
                    "PKCS12",
                    "-alias",
                    "mail",
                    "-keyalg",
                    "RSA",
                    "-keysize",
                    "2048",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost");
            keytool("-exportcert", "-rfc", "-keystore", store.toString(), "-alias", "mail", "-file", pem.toString());
            try (InputStream in = Files.newInputStream(store)) {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(in, STORE_PASSWORD.toCharArray());
                KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                managers.init(keys, STORE_PASSWORD.toCharArray());
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(managers.getKeyManagers(), null, null);
                return new Certificate(context, pem);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void keytool(String... arguments) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
            command.addAll(List.of(arguments));
            command.addAll(List.of("-storepass", STORE_PASSWORD, "-noprompt"));
            try {
                Process process = new ProcessBuilder(command).inheritIO().start();
                if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IllegalStateException("keytool " + arguments[0]);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}

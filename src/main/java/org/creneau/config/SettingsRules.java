package org.creneau.config;

import io.netty.util.NetUtil;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What types and ranges do not say: forms of texts, and settings that must fit each other. Together with
 * {@link SettingType} the only place where settings are checked.
 */
final class SettingsRules {

    /** What a setting breaks. */
    record Breach(String path, String problem) {}

    private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");

    private static final int FEWEST_BOOKING_DAYS = 30;

    /** As in the migration that makes the audit log. */
    private static final int FEWEST_AUDIT_DAYS = 365;

    private SettingsRules() {}

    /** The first rule that is broken, if any. */
    static Optional<Breach> firstBreach(Settings settings) {
        return texts(settings)
                .or(() -> urls(settings))
                .or(() -> lists(settings))
                .or(() -> keeping(settings.privacy()))
                .or(() -> MailRules.firstBreach(settings.mail()))
                .or(() -> events(settings.events()))
                .or(() -> openData(settings.openData()))
                .or(() -> together(settings));
    }

    private static Optional<Breach> texts(Settings settings) {
        if (!LEVELS.contains(settings.log().level().toLowerCase(Locale.ROOT))) {
            return breach("log.level", "must be trace, debug, info, warn or error");
        }
        return filled("dataDir", settings.dataDir())
                .or(() -> filled("http.host", settings.http().host()))
                .or(() -> filled("management.host", settings.management().host()))
                .or(() -> filled("auth.issuer", settings.auth().issuer()))
                .or(() -> filled("auth.audience", settings.auth().audience()))
                .or(() -> filled(
                        "contactCentre.montreal", settings.contactCentre().montreal()))
                .or(() -> filled(
                        "contactCentre.elsewhere", settings.contactCentre().elsewhere()))
                .or(() ->
                        filled("contactCentre.abroad", settings.contactCentre().abroad()));
    }

    private static Optional<Breach> urls(Settings settings) {
        return url("database.url", settings.database().url(), PostgresUrl::parse, PostgresUrl.FORM)
                .or(() -> publicUrl(settings.http().publicUrl()))
                .or(() -> url("redis.url", settings.redis().url(), RedisUrl::parseAll, RedisUrl.FORM));
    }

    private static Optional<Breach> publicUrl(String url) {
        return url.isEmpty() || MailRules.isSite(url)
                ? Optional.empty()
                : breach("http.publicUrl", "must be an address such as https://rendez-vous.example.org");
    }

    private static Optional<Breach> lists(Settings settings) {
        if (!settings.http().corsOrigins().stream().allMatch(SettingsRules::isOrigin)) {
            return breach(
                    "http.corsOrigins", "must be origins such as https://rendez-vous.example.org, without a path");
        }
        return settings.http().trustedProxies().stream().allMatch(SettingsRules::isAddress)
                ? Optional.empty()
                : breach("http.trustedProxies", "must be IP addresses such as 10.0.0.5, no names and no networks");
    }

    /** Nothing that is still needed, and no audit log that forgets sooner than the database lets it. */
    private static Optional<Breach> keeping(PrivacySettings privacy) {
        if (privacy.keepBookingsDays() != 0 && privacy.keepBookingsDays() < FEWEST_BOOKING_DAYS) {
            return breach("privacy.keepBookingsDays", "must be 0 or at least " + FEWEST_BOOKING_DAYS);
        }
        return privacy.keepAuditDays() != 0 && privacy.keepAuditDays() < FEWEST_AUDIT_DAYS
                ? breach("privacy.keepAuditDays", "must be 0 or at least " + FEWEST_AUDIT_DAYS)
                : Optional.empty();
    }

    private static Optional<Breach> events(EventSettings events) {
        if (events.longestRetrySeconds() < events.firstRetrySeconds()) {
            return breach("events.longestRetrySeconds", "must not be below events.firstRetrySeconds");
        }
        String certificates = events.trustedCertificates();
        return certificates.isEmpty() || Files.isReadable(Path.of(certificates))
                ? Optional.empty()
                : breach("events.trustedCertificates", "must be empty or a PEM file that can be read");
    }

    private static Optional<Breach> openData(OpenDataSettings openData) {
        return openData.bookingUrl().contains("{slot}")
                        && MailRules.isSite(openData.bookingUrl().replace("{slot}", "x"))
                ? Optional.empty()
                : breach("openData.bookingUrl", "must be an address such as https://rendez-vous.example.org/{slot}");
    }

    private static Optional<Breach> together(Settings settings) {
        Settings.Auth auth = settings.auth();
        int keepDays = settings.privacy().keepFileHistoryDays();
        if (keepDays != 0 && keepDays < auth.recovery().authorizationCodePauseDays()) {
            return breach(
                    "privacy.keepFileHistoryDays",
                    "must be 0 or not below auth.recovery.authorizationCodePauseDays, which looks into it");
        }
        if (auth.password().minLength() > auth.password().maxLength()) {
            return breach("auth.password.maxLength", "must not be below auth.password.minLength");
        }
        if (auth.refreshTokenSeconds() < auth.accessTokenSeconds()) {
            return breach("auth.refreshTokenSeconds", "must not be below auth.accessTokenSeconds");
        }
        if (auth.slowMillis() >= settings.http().requestTimeoutMillis()) {
            return breach("auth.slowMillis", "must be below http.requestTimeoutMillis, or nobody would be answered");
        }
        if (settings.booking().maxHoldMinutes() < settings.booking().holdMinutes()) {
            return breach("booking.maxHoldMinutes", "must not be below booking.holdMinutes");
        }
        int port = settings.management().port();
        return port != 0 && port == settings.http().port()
                ? breach("management.port", "must differ from http.port")
                : Optional.empty();
    }

    private static Optional<Breach> filled(String path, String text) {
        return text.isBlank() ? breach(path, "must not be empty") : Optional.empty();
    }

    private static Optional<Breach> url(String path, String text, Consumer<String> parser, String form) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            parser.accept(text);
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return breach(path, "must be empty or have the form " + form);
        }
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = URI.create(text);
            return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }

    private static Optional<Breach> breach(String path, String problem) {
        return Optional.of(new Breach(path, problem));
    }
}

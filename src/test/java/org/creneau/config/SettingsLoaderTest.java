package org.creneau.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {

    @TempDir
    Path folder;

    @Test
    void theDocumentedFileHoldsExactlyAllSettings() {
        Set<String> documented = new HashSet<>();
        collect(YamlSource.defaults(), "", documented);
        assertEquals(SettingName.ALL.stream().map(SettingName::path).collect(Collectors.toSet()), documented);
    }

    private static void collect(JsonObject values, String prefix, Set<String> into) {
        values.forEach(entry -> {
            if (entry.getValue() instanceof JsonObject group) {
                collect(group, prefix + entry.getKey() + ".", into);
            } else {
                into.add(prefix + entry.getKey());
            }
        });
    }

    @Test
    void everyNumberHasARange() {
        for (SettingName name : SettingName.ALL) {
            Class<?> type = name.component().getType();
            boolean number = type == int.class || type == long.class;
            assertEquals(number, name.component().isAnnotationPresent(Range.class), name.path());
        }
    }

    @Test
    void everyVariableMeansOneSetting() {
        Set<String> variables =
                SettingName.ALL.stream().map(SettingName::variable).collect(Collectors.toSet());
        assertEquals(SettingName.ALL.size(), variables.size());
    }

    @ParameterizedTest
    @CsvSource({
        "http.port, CRENEAU_HTTP_PORT",
        "dataDir, CRENEAU_DATA_DIR",
        "management.port, CRENEAU_MANAGEMENT_PORT",
        "database.url, CRENEAU_DATABASE_URL",
        "redis.url, CRENEAU_REDIS_URL",
        "allowSeed, CRENEAU_ALLOW_SEED",
        "rateLimits, CRENEAU_RATE_LIMITS",
        "auth.password.maxLength, CRENEAU_AUTH_PASSWORD_MAX_LENGTH"
    })
    void variablesAreNamedAfterSettings(String path, String variable) {
        assertTrue(SettingName.ALL.stream()
                .anyMatch(name -> name.path().equals(path) && name.variable().equals(variable)));
    }

    @Test
    void defaultsAreThoseOfTheFile() {
        Settings settings = SettingsLoader.load(Map.of("PATH", "/bin"), folder);
        assertEquals(SettingsLoader.defaults(), settings);
        assertEquals(8080, settings.http().port());
        assertEquals(604_800L, settings.auth().refreshTokenSeconds());
        assertEquals(Settings.Switch.ON, settings.rateLimits());
        assertEquals(Settings.LogFormat.TEXT, settings.log().format());
        assertEquals(List.of(), settings.http().corsOrigins());
    }

    @Test
    void theEnvironmentWinsOverTheFileAndTheFileOverTheDefaults() throws Exception {
        file("http:\n  port: 1\n  maxBodyBytes: 2048\n");
        Settings settings = SettingsLoader.load(Map.of("CRENEAU_HTTP_PORT", "0"), folder);
        assertEquals(0, settings.http().port());
        assertEquals(2048, settings.http().maxBodyBytes());
        assertEquals(10_000, settings.http().requestTimeoutMillis());
    }

    @Test
    void aNamedFileTakesThePlaceOfTheUsualOne() throws Exception {
        file("http:\n  port: 1\n");
        Files.writeString(folder.resolve("mine.yaml"), "http:\n  maxBodyBytes: 2048\n");
        Settings settings = SettingsLoader.load(Map.of("CRENEAU_CONFIG", "mine.yaml"), folder);
        assertEquals(8080, settings.http().port());
        assertEquals(2048, settings.http().maxBodyBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n"})
    void anEmptyFileChangesNothing(String content) throws Exception {
        file(content);
        assertEquals(SettingsLoader.defaults(), SettingsLoader.load(Map.of(), folder));
    }

    @Test
    void listsInVariablesAreSeparatedByCommas() {
        Settings settings = SettingsLoader.load(
                Map.of(
                        "CRENEAU_HTTP_CORS_ORIGINS", "https://a.example.org, http://localhost:3000",
                        "CRENEAU_HTTP_TRUSTED_PROXIES", ""),
                folder);
        assertEquals(
                List.of("https://a.example.org", "http://localhost:3000"),
                settings.http().corsOrigins());
        assertEquals(List.of(), settings.http().trustedProxies());
    }

    @ParameterizedTest
    @CsvSource({"off, OFF", "'\"off\"', OFF", "false, OFF", "on, ON", "OFF, OFF"})
    void yamlsIdeaOfOnAndOffDoesNotMatter(String written, Settings.Switch expected) throws Exception {
        file("rateLimits: " + written + "\n");
        assertEquals(expected, SettingsLoader.load(Map.of(), folder).rateLimits());
    }

    @Test
    void variablesSayOnAndOffAndTrueAndFalse() {
        assertEquals(
                Settings.Switch.OFF,
                SettingsLoader.load(Map.of("CRENEAU_RATE_LIMITS", "off"), folder)
                        .rateLimits());
        assertTrue(SettingsLoader.load(Map.of("CRENEAU_ALLOW_SEED", "true"), folder)
                .allowSeed());
        assertFalse(
                SettingsLoader.load(Map.of("CRENEAU_MIGRATE", "FALSE"), folder).migrate());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CRENEAU_HTTP_PORT | eighty | a whole number from 0 to 65535",
                "CRENEAU_HTTP_PORT | 65536 | a whole number from 0 to 65535",
                "CRENEAU_HTTP_PORT | -1 | a whole number from 0 to 65535",
                "CRENEAU_HTTP_PORT | 99999999999999999999 | a whole number from 0 to 65535",
                "CRENEAU_HTTP_PORT | '' | a whole number from 0 to 65535",
                "CRENEAU_MIGRATE | perhaps | true or false",
                "CRENEAU_RATE_LIMITS | maybe | on or off",
                "CRENEAU_LOG_FORMAT | xml | text or json",
                "CRENEAU_LOG_LEVEL | loud | trace, debug, info, warn or error",
                "CRENEAU_DATABASE_URL | mysql://a:b@c/d | postgresql://user:password@host:port/database",
                "CRENEAU_DATABASE_URL | postgresql://host/d | postgresql://user:password@host:port/database",
                "CRENEAU_DATABASE_URL | postgresql://a:b@c:5432 | postgresql://user:password@host:port/database",
                "CRENEAU_DATABASE_URL | postgresql://a:b@c/d?x=y | postgresql://user:password@host:port/database",
                "CRENEAU_DATABASE_URL | 'postgresql://a:b c@d/e' | postgresql://user:password@host:port/database",
                "CRENEAU_REDIS_URL | localhost:6379 | redis://user:password@host:port/number",
                "CRENEAU_REDIS_URL | redis://a/x | redis://user:password@host:port/number",
                "CRENEAU_REDIS_URL | redis://a:1,redis://b:1/2 | redis://user:password@host:port/number",
                "CRENEAU_REDIS_URL | redis://a:1, | redis://user:password@host:port/number",
                "CRENEAU_HTTP_CORS_ORIGINS | https://a.example.org/path | origins",
                "CRENEAU_HTTP_CORS_ORIGINS | * | origins",
                "CRENEAU_HTTP_TRUSTED_PROXIES | proxy.example.org | IP addresses",
                "CRENEAU_AUTH_PASSWORD_MAX_LENGTH | 7 | a whole number from 8 to 128",
                "CRENEAU_AUTH_PASSWORD_MIN_LENGTH | 17 | auth.password.minLength",
                "CRENEAU_AUTH_REFRESH_TOKEN_SECONDS | 60 | auth.accessTokenSeconds",
                "CRENEAU_AUTH_RECOVERY_AUTHORIZATION_CODE_PAUSE_DAYS | 91 | a whole number from 0 to 90",
                "CRENEAU_PRIVACY_KEEP_FILE_HISTORY_DAYS | 6 | auth.recovery.authorizationCodePauseDays",
                "CRENEAU_REDIS_MAX_WAIT_QUEUE | 199 | a whole number from 200 to 1000000",
                "CRENEAU_MANAGEMENT_PORT | 8080 | differ from http.port",
                "CRENEAU_PRIVACY_KEEP_BOOKINGS_DAYS | 29 | 0 or at least 30",
                "CRENEAU_PRIVACY_KEEP_AUDIT_DAYS | 364 | 0 or at least 365",
                "CRENEAU_DATA_DIR | '' | not be empty"
            })
    void aWrongVariableIsOneLineThatNamesItAndSaysWhatItMayBe(String variable, String value, String hint) {
        String message = refusal(Map.of(variable, value));
        boolean named = message.contains(variable) || hint.startsWith("auth.");
        assertTrue(named, message);
        assertTrue(message.contains(hint), message);
        assertFalse(message.contains("\n"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'http:\n  prot: 1' | http.prot | no such setting",
                "'colour: blue' | colour | no such setting",
                "'http: 8080' | http | a group of settings",
                "'http:' | http | a group of settings",
                "'http:\n  port: \"8080\"' | http.port | a whole number",
                "'http:\n  port: 80.5' | http.port | a whole number",
                "'http:\n  port:' | http.port | a whole number",
                "'http:\n  port: [1]' | http.port | a whole number",
                "'http:\n  host: 5' | http.host | a text",
                "'http:\n  host:\n    a: b' | http.host | a text",
                "'http:\n  corsOrigins: https://a.example.org' | http.corsOrigins | a list of texts",
                "'http:\n  corsOrigins: [1]' | http.corsOrigins | a list of texts",
                "'migrate: 1' | migrate | true or false",
                "'log:\n  level: off' | log.level | a text"
            })
    void aWrongFileIsOneLineThatNamesTheSettingAndTheFile(String content, String path, String hint) throws Exception {
        file(content);
        String message = refusal(Map.of());
        assertTrue(message.startsWith(path + " ("), message);
        assertTrue(message.contains(hint), message);
        assertTrue(message.contains("creneau.yaml"), message);
        assertFalse(message.contains("\n"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http: [", "- a\n- b\n", "just text", "a: b: c"})
    void whatIsNotYamlIsOneLineThatNamesTheFile(String content) throws Exception {
        file(content);
        String message = refusal(Map.of());
        assertTrue(message.contains("creneau.yaml is not valid YAML"), message);
        assertFalse(message.contains("\n"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'http:\n  port: 1\n  port: 2' | line 3: port is there twice",
                "'http:\n  port: 1\nhttp:\n  host: a' | line 3: http is there twice"
            })
    void aSettingThatIsThereTwiceIsRefused(String content, String expected) throws Exception {
        file(content);
        String message = refusal(Map.of());
        assertTrue(message.endsWith("creneau.yaml, " + expected), message);
    }

    @Test
    void unknownVariablesAreRefusedExceptThoseOfTheTests() {
        assertTrue(refusal(Map.of("CRENEAU_HTTP_PROT", "1")).contains("CRENEAU_HTTP_PROT"));
        assertEquals(
                SettingsLoader.defaults(),
                SettingsLoader.load(Map.of("CRENEAU_TEST_POSTGRES", "x", "OTHER", "y"), folder));
    }

    @Test
    void aNamedFileMustBeThere() {
        String message = refusal(Map.of("CRENEAU_CONFIG", "missing.yaml"));
        assertTrue(message.startsWith("CRENEAU_CONFIG"), message);
        assertTrue(message.contains("missing.yaml"), message);
    }

    @Test
    void secretsAreNeitherInMessagesNorInTheSettingsText() throws Exception {
        String database = "postgresql://user:hush1@host:1/name";
        String redis = "redis://:hush2@host:1";
        Settings settings = SettingsLoader.defaults(Map.of("database.url", database, "redis.url", redis));
        assertEquals(database, settings.database().url());
        assertFalse(settings.toString().contains("hush"), settings.toString());
        Map<String, String> wrong = new HashMap<>();
        wrong.put("CRENEAU_DATABASE_URL", "postgres!://user:hush@host");
        assertFalse(refusal(wrong).contains("hush"));
        assertFalse(refusal(Map.of("CRENEAU_HTTP_PORT", "postgresql://user:hush@host"))
                .contains("hush"));
        file("database:\n  url: [postgresql://user:hush@host\n");
        assertFalse(refusal(Map.of()).contains("hush"));
    }

    @Test
    void urlsCanBeReplaced() {
        Settings settings = SettingsLoader.defaults()
                .withDatabaseUrl("postgresql://a:b@c/d")
                .withRedisUrl("redis://e");
        assertEquals("postgresql://a:b@c/d", settings.database().url());
        assertEquals("redis://e", settings.redis().url());
        assertEquals(SettingsLoader.defaults(), settings.withDatabaseUrl("").withRedisUrl(""));
    }

    private String refusal(Map<String, String> environment) {
        return assertThrows(SettingsException.class, () -> SettingsLoader.load(environment, folder))
                .getMessage();
    }

    private void file(String content) throws IOException {
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/creneau.yaml"), content);
    }
}

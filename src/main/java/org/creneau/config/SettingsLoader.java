package org.creneau.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings, once, before anything else starts. Later ones win: the defaults in the jar, the file, the
 * environment. Whatever is not a known setting with a possible value ends in one {@link SettingsException}.
 */
public final class SettingsLoader {

    private static final String FILE_VARIABLE = "CRENEAU_CONFIG";
    /** These belong to the tests' own servers. */
    private static final String TEST_PREFIX = "CRENEAU_TEST_";

    private SettingsLoader() {}

    /** The settings when nothing is configured, for tests. */
    public static Settings defaults() {
        return defaults(Map.of());
    }

    /**
     * The defaults with some settings changed, for tests.
     *
     * @param changes values by path: {@code "http.port", "0"}
     */
    public static Settings defaults(Map<String, String> changes) {
        Map<String, String> environment = new HashMap<>();
        changes.forEach((path, value) -> environment.put(SettingName.variableOf(path), value));
        return read(environment, null);
    }

    /**
     * The settings for a process.
     *
     * @param workingDirectory whose {@code conf/creneau.yaml} is used, if it is there and the environment names no file
     */
    public static Settings load(Map<String, String> environment, Path workingDirectory) {
        String named = environment.get(FILE_VARIABLE);
        if (named != null) {
            Path file = workingDirectory.resolve(named);
            if (!Files.isRegularFile(file)) {
                throw SettingsException.line(FILE_VARIABLE + ": there is no file " + file);
            }
            return read(environment, file);
        }
        Path usual = workingDirectory.resolve("conf").resolve("creneau.yaml");
        return read(environment, Files.isRegularFile(usual) ? usual : null);
    }

    private static Settings read(Map<String, String> environment, @Nullable Path file) {
        JsonObject merged = YamlSource.defaults();
        if (file != null) {
            JsonObject fromFile = YamlSource.of(file);
            refuseUnknown(fromFile, "", file);
            merged.mergeIn(fromFile, true);
        }
        merged.mergeIn(fromEnvironment(environment), true);
        return bind(merged, path -> origin(path, environment, file));
    }

    private interface Origin {
        String of(String path);
    }

    private static Settings bind(JsonObject merged, Origin origin) {
        try {
            JsonNode tree = SettingType.STRICT.readTree(merged.encode());
            for (SettingName name : SettingName.ALL) {
                if (!SettingType.takes(name, tree.at("/" + name.path().replace('.', '/')))) {
                    throw SettingsException.from(
                            name.path(), origin.of(name.path()), "must be " + SettingType.describe(name));
                }
            }
            Settings settings = SettingType.STRICT.treeToValue(tree, Settings.class);
            SettingsRules.firstBreach(settings).ifPresent(breach -> {
                throw SettingsException.from(breach.path(), origin.of(breach.path()), breach.problem());
            });
            return settings;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible); // every leaf was checked above
        }
    }

    /** The variable's own value is never part of a message: it may be a password in the wrong place. */
    private static String origin(String path, Map<String, String> environment, @Nullable Path file) {
        String variable = SettingName.variableOf(path);
        if (environment.containsKey(variable)) {
            return "environment variable " + variable;
        }
        return (file == null ? "default" : "in " + file) + "; environment variable " + variable;
    }

    private static JsonObject fromEnvironment(Map<String, String> environment) {
        Map<String, SettingName> known =
                SettingName.ALL.stream().collect(Collectors.toMap(SettingName::variable, name -> name));
        JsonObject values = new JsonObject();
        environment.forEach((variable, text) -> {
            if (!variable.startsWith(SettingName.PREFIX)
                    || variable.equals(FILE_VARIABLE)
                    || variable.startsWith(TEST_PREFIX)) {
                return;
            }
            SettingName name = Optional.ofNullable(known.get(variable))
                    .orElseThrow(() -> SettingsException.line("environment variable " + variable
                            + ": there is no such setting; conf/creneau.yaml lists them all (http.port is "
                            + "CRENEAU_HTTP_PORT)"));
            put(values, List.of(name.path().split("\\.")), SettingType.fromText(name, text));
        });
        return values;
    }

    private static void put(JsonObject target, List<String> path, Object value) {
        String first = path.get(0);
        if (path.size() == 1) {
            target.put(first, value);
            return;
        }
        JsonObject group = target.getJsonObject(first, new JsonObject());
        target.put(first, group);
        put(group, path.subList(1, path.size()), value);
    }

    private static void refuseUnknown(JsonObject values, String prefix, Path file) {
        Set<String> settings = SettingName.ALL.stream().map(SettingName::path).collect(Collectors.toSet());
        Set<String> groups = new HashSet<>();
        settings.forEach(path -> {
            for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
                groups.add(path.substring(0, dot));
            }
        });
        for (Map.Entry<String, Object> entry : values) {
            String path = prefix + entry.getKey();
            if (groups.contains(path)) {
                if (!(entry.getValue() instanceof JsonObject group)) {
                    throw SettingsException.from(path, "in " + file, "must be a group of settings, indented below it");
                }
                refuseUnknown(group, path + ".", file);
            } else if (!settings.contains(path)) {
                throw SettingsException.from(
                        path, "in " + file, "there is no such setting; conf/creneau.yaml lists them all");
            }
        }
    }
}

package org.creneau.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One setting, derived from the records of {@link Settings}: adding a component there is all it takes to have a new key
 * in the file and a new environment variable.
 *
 * @param path in the file, such as {@code auth.password.maxLength}
 * @param component the record component that holds it
 */
record SettingName(String path, RecordComponent component) {

    static final String PREFIX = "CRENEAU_";

    /** Every setting, in the order of the records. */
    static final List<SettingName> ALL = List.copyOf(of(Settings.class, ""));

    /** {@code auth.password.maxLength} is {@code CRENEAU_AUTH_PASSWORD_MAX_LENGTH}. */
    static String variableOf(String path) {
        return PREFIX
                + path.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }

    String variable() {
        return variableOf(path);
    }

    private static List<SettingName> of(Class<?> group, String prefix) {
        List<SettingName> names = new ArrayList<>();
        for (RecordComponent component : group.getRecordComponents()) {
            String path = prefix + component.getName();
            if (component.getType().isRecord()) {
                names.addAll(of(component.getType(), path + "."));
            } else {
                names.add(new SettingName(path, component));
            }
        }
        return names;
    }
}

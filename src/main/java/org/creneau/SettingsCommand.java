package org.creneau;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.creneau.config.Settings;
import org.creneau.config.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that runs with settings. Its result is the exit code. */
abstract class SettingsCommand implements Callable<Integer> {

    private @Nullable Supplier<Settings> settings;

    @Spec
    private @Nullable CommandSpec spec;

    final void settings(Supplier<Settings> source) {
        settings = source;
    }

    @Override
    public final Integer call() {
        prepare();
        return run(Objects.requireNonNull(settings).get());
    }

    /** Starts what the command will need whatever the settings are, on a thread of its own. */
    void prepare() {}

    abstract int run(Settings loaded);

    /** Commands that are named behind this one: {@code partner add}. */
    List<SettingsCommand> subcommands() {
        return List.of();
    }

    /** Numbers are checked after parsing, so that the message names the option and its limits. */
    final int within(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw wrong(option + " must be from " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    final ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    /** These commands work on a system that runs elsewhere: there is none without a URL. */
    static void requireDatabase(Settings loaded) {
        require("database.url", loaded.database().url(), "");
    }

    static void requireServers(Settings loaded) {
        requireDatabase(loaded);
        require("redis.url", loaded.redis().url(), "");
    }

    static void require(String setting, String url, String unless) {
        if (url.isEmpty()) {
            throw SettingsException.of(setting, "this command needs it" + unless);
        }
    }
}

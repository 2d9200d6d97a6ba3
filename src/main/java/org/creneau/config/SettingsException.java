package org.creneau.config;

import java.net.UnknownHostException;
import java.util.Objects;

/**
 * The service cannot start as it is set up. The message is one line that names the setting and says what it may be or
 * what is wrong with what it points at; it never holds a password. That line is all that an operator needs to see.
 */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private SettingsException(String message) {
        super(message, null, false, false); // the line is the whole story: no stack trace
    }

    /** The line for the operator. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /**
     * Something is wrong with what a setting says or points at.
     *
     * @param path of the setting, such as {@code database.url}
     * @param problem what is wrong, in one line, without secrets
     */
    public static SettingsException of(String path, String problem) {
        return from(path, SettingName.variableOf(path), problem);
    }

    /**
     * A server cannot listen where it should.
     *
     * @param group {@code http} or {@code management}, which both have a host and a port
     */
    public static SettingsException cannotListen(String group, String host, int port, Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Address already in use")) {
            return of(group + ".port", "port " + port + " is taken by another program; 0 takes any free one");
        }
        boolean wrongHost = failure instanceof UnknownHostException || message.contains("assign requested address");
        return of(group + (wrongHost ? ".host" : ".port"), "cannot listen on " + host + ":" + port + ": " + message);
    }

    /** As {@link #of}, for a setting whose origin (a file, an environment variable) is known. */
    static SettingsException from(String path, String origin, String problem) {
        return new SettingsException(path + " (" + origin + "): " + problem.replaceAll("\\s+", " "));
    }

    /** For what is no setting: an unknown variable, an unreadable file. */
    static SettingsException line(String message) {
        return new SettingsException(message.replaceAll("\\s+", " "));
    }
}

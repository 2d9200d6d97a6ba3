package org.creneau.config;

/**
 * What clients are told by mail.
 *
 * @param host of the SMTP server; empty: mail is kept until there is one
 * @param user empty: the server wants no password
 * @param trustedCertificates a PEM file; empty: the JVM's own
 * @param from the sender's address
 * @param fromName the sender's name
 * @param replyTo empty: answers go to the sender
 * @param siteUrl where links in mails lead
 * @param zone of dates that belong to no location
 * @param connections mails under way at once, on each node
 * @param sendTimeoutMillis for one mail
 * @param pollMillis how often a node looks for mail that is due
 * @param maxAttempts after which a mail is given up
 * @param firstRetrySeconds after a first failure; twice as long after each further one
 * @param longestRetrySeconds between two attempts
 * @param keepDays after which what was sent, or given up, is deleted
 * @param bookings whether clients are told about their bookings
 * @param reminderHours before the start of an appointment; 0: no reminders
 */
public record MailSettings(
        String host,
        @Range(min = 1, max = 65_535) int port,
        Tls tls,
        String user,
        String password,
        String trustedCertificates,
        String from,
        String fromName,
        String replyTo,
        String siteUrl,
        String zone,
        @Range(min = 1, max = 64) int connections,
        @Range(min = 1000, max = 600_000) long sendTimeoutMillis,
        @Range(min = 50, max = 600_000) long pollMillis,
        @Range(min = 1, max = 1000) int maxAttempts,
        @Range(min = 1, max = 86_400) long firstRetrySeconds,
        @Range(min = 1, max = 604_800) long longestRetrySeconds,
        @Range(min = 1, max = 3650) int keepDays,
        Settings.Switch bookings,
        @Range(min = 0, max = 720) int reminderHours) {

    /** The same with a server on this machine that wants neither TLS nor a password. */
    MailSettings at(String newHost, int newPort) {
        return new MailSettings(
                newHost,
                newPort,
                Tls.NONE,
                "",
                "",
                trustedCertificates,
                from,
                fromName,
                replyTo,
                siteUrl,
                zone,
                connections,
                sendTimeoutMillis,
                pollMillis,
                maxAttempts,
                firstRetrySeconds,
                longestRetrySeconds,
                keepDays,
                bookings,
                reminderHours);
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "Mail[host=" + host + ", port=" + port + ", tls=" + tls + "]";
    }

    /** How the connection to the mail server is kept from being read by others. */
    public enum Tls {
        /** It is not: for a server on the same machine or network. */
        NONE,
        /** It begins in the clear and goes on in TLS, or not at all. */
        STARTTLS,
        /** TLS from the first byte. */
        IMPLICIT
    }
}

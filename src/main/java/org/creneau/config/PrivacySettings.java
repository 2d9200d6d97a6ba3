package org.creneau.config;

/**
 * How long things are kept, in days; 0: for ever.
 *
 * @param retentionSeconds how often what is too old is deleted
 * @param keepBookingsDays bookings and their history, from the end of the slot; 30 at least
 * @param keepFileHistoryDays what changed in clients' files
 * @param keepDraftsDays registrations that were begun, from the last step
 * @param keepUnusedAccountsDays accounts that were never used for anything, from their creation
 * @param keepAuditDays the audit log; 365 at least
 */
public record PrivacySettings(
        @Range(min = 1, max = 31_536_000) long retentionSeconds,
        @Range(min = 0, max = 36_500) int keepBookingsDays,
        @Range(min = 0, max = 36_500) int keepFileHistoryDays,
        @Range(min = 0, max = 36_500) int keepDraftsDays,
        @Range(min = 0, max = 36_500) int keepUnusedAccountsDays,
        @Range(min = 0, max = 36_500) int keepAuditDays) {}

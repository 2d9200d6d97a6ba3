package org.creneau.config;

/**
 * How many calls a minute (an hour where it says so), on all nodes together; who was quiet may make all of them at once. An address is an IPv4
 * address or an IPv6 network (/64).
 *
 * @param requestsPerAddress but for those below
 * @param requestsPerAccount but for those below
 * @param logInsPerAddress each costs a password hash
 * @param newAccountsPerAddress each costs three
 * @param passwordChangesPerAccount and erasures, which ask for the password too
 * @param exportsPerAccount each reads all that is held about a client
 * @param recoveriesPerAddress forgotten user codes and passwords, and authorization codes
 * @param accountChangesPerAccount each costs up to three
 * @param requestsPerPartner of one partner's system
 * @param partnerLogInsPerAddress attempts of partners' systems to get a token
 * @param tokensPerPartner each costs a signature
 * @param registrationsPerPartner each sends two mails
 * @param lettersPerPartner each takes a core some tenths of a second
 * @param employeeChangesPerAccountAnHour each tells somebody by mail, and may log them out
 */
public record LimitSettings(
        @Range(min = 1, max = 10_000_000) int requestsPerAddress,
        @Range(min = 1, max = 10_000_000) int requestsPerAccount,
        @Range(min = 1, max = 10_000_000) int logInsPerAddress,
        @Range(min = 1, max = 10_000_000) int newAccountsPerAddress,
        @Range(min = 1, max = 10_000_000) int refreshesPerAddress,
        @Range(min = 1, max = 10_000_000) int passwordChangesPerAccount,
        @Range(min = 1, max = 10_000_000) int exportsPerAccount,
        @Range(min = 1, max = 10_000_000) int recoveriesPerAddress,
        @Range(min = 1, max = 10_000_000) int accountChangesPerAccount,
        @Range(min = 1, max = 10_000_000) int requestsPerPartner,
        @Range(min = 1, max = 10_000_000) int partnerLogInsPerAddress,
        @Range(min = 1, max = 10_000_000) int tokensPerPartner,
        @Range(min = 1, max = 10_000_000) int registrationsPerPartner,
        @Range(min = 1, max = 10_000_000) int lettersPerPartner,
        @Range(min = 1, max = 10_000_000) int employeeChangesPerAccountAnHour) {}

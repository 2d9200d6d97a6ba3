package org.creneau.client;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.creneau.core.Names;
import org.jspecify.annotations.Nullable;

/**
 * Whether the ministry knows somebody already, and under which account (guide 4.6). Nobody learns anything about a person
 * whose name, birth date and sex they do not know: what does not agree is refused in one way, whatever it is.
 */
final class Recognition {

    private Recognition() {}

    /** Whom the ministry knows from its other services. */
    record KnownPerson(LocalDate birthDate, String sex) {
        @Override
        public String toString() {
            return "KnownPerson[]";
        }
    }

    /** A registration that has one of the numbers. */
    record Match(
            long number, String familyName, String givenName, LocalDate birthDate, String sex, boolean hasAccount) {
        @Override
        public String toString() {
            return "Match[]";
        }
    }

    /** What it comes to. */
    sealed interface Verdict {
        /** A client to be. */
        record NewClient() implements Verdict {}

        /** Somebody whom a partner registered: the file is had with the authorization code, never by knowing what is in it. */
        record OfPartner() implements Verdict {}

        /** Registered under another account. */
        record Elsewhere() implements Verdict {}

        /** The numbers are not of this person. */
        record Disagrees() implements Verdict {}
    }

    /**
     * Decides.
     *
     * @param known who has the reference number; null: nobody
     * @param matches registrations of others that have one of the numbers
     */
    static Verdict decide(Identity identity, @Nullable KnownPerson known, List<Match> matches) {
        Stream<Boolean> sure = Stream.concat(
                Stream.ofNullable(known).map(person -> isSame(identity, person.birthDate(), person.sex())),
                matches.stream().map(match -> isSame(identity, match.birthDate(), match.sex())));
        if (!sure.allMatch(agrees -> agrees) || isNobodys(identity, matches)) {
            return new Verdict.Disagrees();
        }
        if (matches.isEmpty()) {
            return new Verdict.NewClient();
        }
        if (matches.stream().anyMatch(Match::hasAccount)) {
            return new Verdict.Elsewhere();
        }
        Match only = matches.get(0);
        // That there is such a file hears only who knows the whole name in it, too.
        return matches.size() == 1 && isNamesake(identity, only) && hasSameGivenName(identity, only)
                ? new Verdict.OfPartner()
                : new Verdict.Disagrees();
    }

    private static boolean isSame(Identity identity, LocalDate birthDate, String sex) {
        return identity.birthDate().equals(birthDate) && identity.sex().equals(sex);
    }

    /** A client number is short and easily guessed, so the name must be right, too. */
    private static boolean isNobodys(Identity identity, List<Match> matches) {
        String number = identity.clientNumber();
        return number != null
                && matches.stream()
                        .noneMatch(
                                match -> String.valueOf(match.number()).equals(number) && isNamesake(identity, match));
    }

    private static boolean isNamesake(Identity identity, Match match) {
        return Names.folded(match.familyName()).equals(Names.folded(identity.familyName()));
    }

    private static boolean hasSameGivenName(Identity identity, Match match) {
        return Names.folded(match.givenName()).equals(Names.folded(identity.givenName()));
    }
}

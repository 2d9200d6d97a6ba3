package org.creneau.auth;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;

/** Draws what people will read in a mail and type: nothing that looks like something else. */
final class Secrets {

    /** Of 32 characters, so that each is worth five bits. */
    private static final String CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /** Sixty bits: with the attempts that an address has, nobody finds one. */
    private static final int CODE_LENGTH = 12;

    private static final int GROUP = 4;

    private static final String PASSWORD_ALPHABET = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

    /** Some eighty bits; within what the guide allows for a password. */
    private static final int PASSWORD_LENGTH = 14;

    private static final Pattern SEPARATORS = Pattern.compile("[\\s-]+");

    private final SecureRandom random = new SecureRandom();

    /** Three groups of four, such as {@code 7KQM-2XPA-9RTB}. */
    String authorizationCode() {
        String drawn = draw(CODE_ALPHABET, CODE_LENGTH);
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < CODE_LENGTH; i += GROUP) {
            code.append(i == 0 ? "" : "-").append(drawn, i, i + GROUP);
        }
        return code.toString();
    }

    /** What the database keeps of a code, however it was typed. */
    static Digest ofAuthorizationCode(String typed) {
        return Digest.of(SEPARATORS.matcher(typed).replaceAll("").toUpperCase(Locale.ROOT));
    }

    /** Letters and digits together, as every password. */
    String temporaryPassword() {
        while (true) {
            String drawn = draw(PASSWORD_ALPHABET, PASSWORD_LENGTH);
            if (drawn.chars().anyMatch(Character::isDigit) && drawn.chars().anyMatch(Character::isLetter)) {
                return drawn;
            }
        }
    }

    private String draw(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}

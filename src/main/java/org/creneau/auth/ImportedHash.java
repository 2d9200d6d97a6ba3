package org.creneau.auth;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.HashingFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Password hashes in the forms of the ministry's other services: Argon2 and bcrypt. One that costs more than ours by far
 * would let a log-in hold a thread up, so there are bounds; at the next log-in it is replaced by one of our own.
 */
final class ImportedHash {

    static final int MAX_LENGTH = 300;
    private static final int MOST_KIB = 64 * 1024;
    private static final int MOST_PASSES = 10;
    private static final int MOST_LANES = 4;
    private static final int MOST_BCRYPT_ROUNDS = 12;

    private static final Pattern ARGON2 = Pattern.compile("\\$argon2(?:id|i|d)\\$v=(?:16|19)\\$m=([0-9]{1,6}),"
            + "t=([0-9]{1,3}),p=([0-9]{1,2})\\$[A-Za-z0-9+/]{11,86}\\$[A-Za-z0-9+/]{16,86}");
    private static final Pattern BCRYPT = Pattern.compile("\\$2[abxy]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

    private ImportedHash() {}

    /** Whether a password can be compared with it, at a cost that is bearable. */
    static boolean isUsable(String hash) {
        Matcher argon2 = ARGON2.matcher(hash);
        if (argon2.matches()) {
            return within(argon2.group(1), 8, MOST_KIB)
                    && within(argon2.group(2), 1, MOST_PASSES)
                    && within(argon2.group(3), 1, MOST_LANES);
        }
        Matcher bcrypt = BCRYPT.matcher(hash);
        return bcrypt.matches() && within(bcrypt.group(1), 4, MOST_BCRYPT_ROUNDS);
    }

    private static boolean within(String number, int least, int most) {
        int value = Integer.parseInt(number);
        return value >= least && value <= most;
    }

    /** What a stored hash was made with. */
    static HashingFunction function(String hash) {
        return hash.startsWith("$2")
                ? BcryptFunction.getInstanceFromHash(hash)
                : Argon2Function.getInstanceFromHash(hash);
    }
}

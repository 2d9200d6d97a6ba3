package org.creneau.core;

/**
 * RFC 7515's compact form, to the letter: three parts in Base64url, with dots between them. Libraries overlook what
 * follows the signature after another dot.
 *
 * <p>By hand: a regular expression took some 15 µs, as long as the check of the signature, and in the minute of the release
 * nearly all tokens are new to a node.
 */
public final class CompactForm {

    private static final int PARTS = 3;

    private CompactForm() {}

    public static boolean matches(String token) {
        int parts = 1;
        int begin = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c == '.') {
                if (i == begin) {
                    return false;
                }
                parts++;
                begin = i + 1;
            } else if (!isBase64Url(c)) {
                return false;
            }
        }
        return parts == PARTS && begin < token.length();
    }

    private static boolean isBase64Url(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}

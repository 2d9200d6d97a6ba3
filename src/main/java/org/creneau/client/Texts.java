package org.creneau.client;

import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts that people type: one form for what looks the same, nothing invisible in them. */
final class Texts {

    private static final Pattern SPACES = Pattern.compile("[\\p{Zs}\\t]+");

    /** Zero width joiner and non-joiner are part of how names are spelled, in Persian for instance. */
    private static final int NON_JOINER = 0x200C;

    private static final int JOINER = 0x200D;

    /** In what a text looks like: full-width signs and other full stops (RFC 3490, section 3.1) are taken for these. */
    private static final Pattern LINK = Pattern.compile("[/:@\\\\]|[.\\u3002]\\p{Cf}*[\\p{L}\\p{N}]");

    private Texts() {}

    /** Without spaces around it and with single ones inside, in Unicode's composed form. */
    static String clean(String text) {
        return SPACES.matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
                .replaceAll(" ")
                .strip();
    }

    /** Null for a text that is nothing but spaces: a form sends empty fields too. */
    static @Nullable String cleanOrNull(@Nullable String text) {
        String cleaned = text == null ? "" : clean(text);
        return cleaned.isEmpty() ? null : cleaned;
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** No control characters, line breaks, private or unassigned ones, and nothing that turns the writing direction. */
    static boolean isPlain(String text) {
        return text.codePoints().allMatch(Texts::isPlain);
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            case Character.FORMAT -> c == JOINER || c == NON_JOINER;
            default -> true;
        };
    }

    /**
     * For a name: plain, at least one letter, of any script; signs and pictures are in no official document. Names are
     * written into mails, so none may be what a mail program makes a link of: an address of a page or a mailbox.
     */
    static boolean isName(String text) {
        return isPlain(text)
                && !LINK.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                        .find()
                && text.codePoints().anyMatch(Character::isLetter)
                && text.codePoints().noneMatch(Texts::isSign);
    }

    private static boolean isSign(int c) {
        return switch (Character.getType(c)) {
            case Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL, Character.OTHER_SYMBOL -> true;
            // The accent grave and its like stand for apostrophes at times; an emoji's skin colour is one of them, too.
            case Character.MODIFIER_SYMBOL -> Character.charCount(c) > 1;
            default -> false;
        };
    }
}

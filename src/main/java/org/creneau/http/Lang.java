package org.creneau.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages of what a client reads. */
public enum Lang {
    FR,
    EN;

    private static final int LONGEST_HEADER = 200;
    private static final List<String> TAGS = List.of("fr", "en");

    /** Browsers send the same few headers again and again, and working one out costs more than a ping. */
    private static final Cache<String, Lang> KNOWN =
            Caffeine.newBuilder().maximumSize(500).executor(Runnable::run).build();

    private final Locale locale = Locale.forLanguageTag(name());

    /** The language that an {@code Accept-Language} header prefers; French when it prefers neither, or nonsense. */
    public static Lang of(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > LONGEST_HEADER) {
            return FR;
        }
        return KNOWN.get(acceptLanguage, Lang::parse);
    }

    private static Lang parse(String acceptLanguage) {
        try {
            List<Locale.LanguageRange> wanted = Locale.LanguageRange.parse(acceptLanguage).stream()
                    .filter(range -> range.getWeight() > 0)
                    .toList();
            return "en".equals(Locale.lookupTag(wanted, TAGS)) ? EN : FR;
        } catch (IllegalArgumentException nonsense) {
            return FR;
        }
    }

    public Locale locale() {
        return locale;
    }

    /** {@code fr} or {@code en}. */
    public String tag() {
        return locale.getLanguage();
    }
}

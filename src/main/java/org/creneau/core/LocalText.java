package org.creneau.core;

import java.util.Locale;

/** A text in the two languages of the service. French is the default. */
public record LocalText(String fr, String en) {

    public String in(Locale locale) {
        return locale.getLanguage().equals("en") ? en : fr;
    }
}

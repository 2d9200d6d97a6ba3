package org.creneau.auth;

import java.util.Arrays;
import java.util.Optional;
import org.creneau.core.LocalText;

/**
 * The menu of security questions (guide 3.3, 6.2), in the order in which it is shown. Stored by their ids, so a text may
 * be corrected, but an id must stay and keep its meaning.
 */
public enum SecurityQuestion {
    HOBBY("passe-temps", "Quel est mon passe-temps préféré?", "What is my favourite pastime?"),
    FIRST_FLIGHT(
            "premier-voyage-en-avion",
            "Ma destination lors de mon premier voyage en avion",
            "Where did my first flight take me?"),
    PRIMARY_SCHOOL(
            "ecole-primaire", "Quel est le nom de mon école primaire?", "What is the name of my primary school?"),
    FIRST_PET(
            "premier-animal",
            "Quel est le nom de mon premier animal de compagnie?",
            "What is the name of my first pet?"),
    CHILDHOOD_STREET("rue-enfance", "Dans quelle rue ai-je grandi?", "What is the name of the street where I grew up?"),
    FIRST_JOB("premier-emploi", "Dans quelle ville ai-je eu mon premier emploi?", "In which town was my first job?"),
    GRANDMOTHER(
            "prenom-grand-mere",
            "Quel est le prénom de ma grand-mère maternelle?",
            "What is the first name of my mother's mother?"),
    BOOK("livre", "Quel est le titre de mon livre préféré?", "What is the title of my favourite book?");

    private final String id;
    private final String fr;
    private final String en;

    SecurityQuestion(String id, String fr, String en) {
        this.id = id;
        this.fr = fr;
        this.en = en;
    }

    /** What clients send and the database keeps. */
    public String id() {
        return id;
    }

    public LocalText text() {
        return new LocalText(fr, en);
    }

    /** Empty for an id that is not in the menu. */
    public static Optional<SecurityQuestion> of(String id) {
        return Arrays.stream(values())
                .filter(question -> question.id.equals(id))
                .findFirst();
    }
}

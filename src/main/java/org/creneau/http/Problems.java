package org.creneau.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.creneau.config.Settings;
import org.creneau.core.FieldProblem;
import org.creneau.core.Ids;
import org.creneau.core.Overloaded;
import org.creneau.core.Unavailable;
import org.creneau.http.Reply.Caching;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns problems into replies. Those that say the same to everybody are written once, at the start: most requests of a
 * release are refused, and a refusal should cost next to nothing.
 */
public final class Problems {

    /** Enough to mend a form; more would let a request choose how long its answer gets. */
    static final int MOST_ERRORS = 20;

    private static final Set<ProblemCode> TOLD_WHOM_TO_CALL =
            Set.of(ProblemCode.LOCKED, ProblemCode.ALREADY_REGISTERED, ProblemCode.AUTHORIZATION_CODE_REQUIRED);

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final long RETRY_SECONDS = 1;
    private static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");

    private final Map<Lang, ProblemTexts> texts = new EnumMap<>(Lang.class);
    private final Map<Lang, Map<ProblemCode, Reply>> constants = new EnumMap<>(Lang.class);

    private final Problem.ContactCentre contactCentre;

    Problems(Settings.ContactCentre contactCentre) {
        this.contactCentre = Problem.ContactCentre.of(contactCentre);
        for (Lang lang : Lang.values()) {
            texts.put(lang, new ProblemTexts(lang));
        }
        for (Lang lang : Lang.values()) {
            Map<ProblemCode, Reply> replies = new EnumMap<>(ProblemCode.class);
            for (ProblemCode code : ProblemCode.values()) {
                replies.put(code, constant(code, lang));
            }
            constants.put(lang, replies);
        }
    }

    private Reply constant(ProblemCode code, Lang lang) {
        Reply reply = write(code, lang, null, null, null);
        return switch (code.status()) {
            case 401 -> reply.with(WWW_AUTHENTICATE, "Bearer");
            case 503 -> reply.with(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_SECONDS));
            default -> reply;
        };
    }

    private Reply write(
            ProblemCode code,
            Lang lang,
            @Nullable List<Problem.FieldError> errors,
            @Nullable String instance,
            @Nullable String opensAt) {
        ProblemTexts in = texts(lang);
        Problem problem = new Problem(
                code.type(),
                in.title(code),
                code.status(),
                contactCentre.in(in.detail(code)),
                code.code(),
                errors,
                instance,
                opensAt,
                TOLD_WHOM_TO_CALL.contains(code) ? contactCentre : null);
        return Reply.of(code.status(), Json.write(problem), Reply.PROBLEM_JSON, Caching.NO_STORE, lang);
    }

    private ProblemTexts texts(Lang lang) {
        return Objects.requireNonNull(texts.get(lang));
    }

    public Reply of(ProblemCode code, Lang lang) {
        return Objects.requireNonNull(
                Objects.requireNonNull(constants.get(lang)).get(code));
    }

    /** A token was shown, but it is no good (RFC 6750). */
    public Reply invalidToken(Lang lang) {
        return write(ProblemCode.UNAUTHENTICATED, lang, null, null, null)
                .with(WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
    }

    public Reply validation(List<FieldProblem> problems, Lang lang) {
        ProblemTexts in = texts(lang);
        List<Problem.FieldError> errors = problems.stream()
                .limit(MOST_ERRORS)
                .map(problem -> new Problem.FieldError(problem.pointer(), problem.code(), in.field(problem)))
                .toList();
        return write(ProblemCode.VALIDATION, lang, errors, null, null);
    }

    /** One bad field. */
    public Reply validation(String pointer, String code, Lang lang) {
        return validation(List.of(new FieldProblem(pointer, code)), lang);
    }

    /** A problem that says more than what it is. */
    public Reply with(JsonObject more, ProblemCode code, Lang lang) {
        JsonObject problem = Objects.requireNonNull(of(code, lang).body()).toJsonObject();
        return Reply.of(code.status(), problem.mergeIn(more).toBuffer(), Reply.PROBLEM_JSON, Caching.NO_STORE, lang);
    }

    /** What a code of a bad field means, for people. */
    public String field(String code, Lang lang) {
        return texts(lang).field(new FieldProblem("", code));
    }

    public Reply notOpen(Instant opensAt, Lang lang) {
        return write(ProblemCode.SLOT_NOT_OPEN, lang, null, null, Times.notBefore(opensAt, ZoneOffset.UTC));
    }

    /** Not before so many seconds have passed. */
    public Reply wait(ProblemCode code, long seconds, Lang lang) {
        return of(code, lang).with(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, seconds)));
    }

    /** What nobody expected while an operation was served. */
    public Reply of(Throwable failure, Call call) {
        return of(failure, call.operation().id(), call.lang());
    }

    /** Nobody expected this. Only the log learns what it was. */
    Reply of(Throwable failure, String operation, Lang lang) {
        if (failure instanceof Overloaded) {
            return of(ProblemCode.OVERLOADED, lang);
        }
        if (failure instanceof Unavailable) {
            log.debug("{} unavailable: {}", operation, failure.getMessage());
            return of(ProblemCode.UNAVAILABLE, lang);
        }
        UUID occurrence = Ids.next();
        log.error("{} failed, occurrence {}", operation, occurrence, failure);
        return write(ProblemCode.INTERNAL, lang, null, "urn:uuid:" + occurrence, null);
    }
}

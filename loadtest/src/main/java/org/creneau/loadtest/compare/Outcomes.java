package org.creneau.loadtest.compare;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.creneau.loadtest.client.Answer;
import org.jspecify.annotations.Nullable;

/** Names what came back. Belongs to one event loop. */
final class Outcomes {

    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z-]+)\"");

    private final Map<Integer, String> plain = new HashMap<>();
    private @Nullable Buffer lastProblem;
    private String lastName = "";

    /** The status, with the problem's code where there is one; or why there was no answer. */
    String name(Answer answer) {
        if (answer instanceof Answer.Response response) {
            return response.status() < 400
                    ? plain.computeIfAbsent(response.status(), String::valueOf)
                    : problem(response.status(), response.body());
        }
        return ((Answer.Failure) answer).kind().name();
    }

    /** Nearly always the same as the last one, so that it need not be read again. */
    private String problem(int status, Buffer body) {
        if (!body.equals(lastProblem)) {
            Matcher code = CODE.matcher(body.toString());
            lastName = code.find() ? status + " " + code.group(1) : String.valueOf(status);
            lastProblem = body;
        }
        return lastName;
    }
}

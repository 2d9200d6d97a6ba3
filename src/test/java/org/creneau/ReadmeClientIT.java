package org.creneau;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.creneau.testkit.Ground;
import org.creneau.testkit.Offer;
import org.creneau.testkit.People;
import org.creneau.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The JavaScript of the README does what it says, where there is a Node.js to run it. */
class ReadmeClientIT {

    private static final long LIMIT_SECONDS = 30;

    @RegisterExtension
    private static final Ground ground = new Ground();

    private static final Offer offer = ground.offer();
    private static final TestNode node = ground.node();

    @TempDir
    private Path folder;

    @Test
    void theExampleBooksAndCancels() throws IOException, InterruptedException {
        assumeTrue(hasNode(), "no Node.js here");
        offer.open(1);
        node.awaitAvailable(Offer.SESSION, 1);
        String userCode = People.newUserCode();
        People.create(node.client(), userCode);
        Path script = folder.resolve("book.mjs");
        Files.writeString(
                script,
                replaced(
                        example(),
                        List.of(
                                List.of(":8080", ":" + node.httpPort()),
                                List.of("BrAnDfOrD04", userCode),
                                List.of("Bonjour2026", People.PASSWORD),
                                List.of("evaluation-comparative", Offer.SESSION))));
        String said = run("node", script.toString());
        assertTrue(said.matches("(?s)\\S+: \\d{4}-\\S+, Head office\\n.*CANCELLED.*"), said);
        assertEquals(
                1, offer.count("select count(*) from booking where state = 'CANCELLED' and request_key is not null"));
    }

    private static String example() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        return readme.split("```js\n", 2)[1].split("```", 2)[0];
    }

    /** Fails when there is nothing to replace: then the example is another one. */
    private static String replaced(String text, List<List<String>> words) {
        String replaced = text;
        for (List<String> pair : words) {
            assertTrue(replaced.contains(pair.get(0)), () -> "no " + pair.get(0) + " in the example");
            replaced = replaced.replace(pair.get(0), pair.get(1));
        }
        return replaced;
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            return run("node", "--version").matches("(?s)v(2\\d|[3-9]\\d)\\..*");
        } catch (IOException none) {
            return false;
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output;
    }
}

package org.creneau.loadtest.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A comparison from beginning to end, far too short to say anything about speed. */
class CompareIT {

    @TempDir
    private Path folder;

    @Test
    void measuresEveryKindOfScenario() throws IOException {
        Path file = folder.resolve("figures.json");
        int exitCode = run(
                "--rounds=1",
                "--seconds=0.5",
                "--first-warmup=0.5",
                "--connections=16",
                "--clients=1000",
                "--fresh-tokens=5000",
                "--subjects=creneau,counter,floor",
                "--scenarios=" + "ping,ping-token,floor-book,book,book-fresh-tokens,refuse,refuse-keyed,search",
                "--json=" + file);

        assertEquals(0, exitCode);
        List<JsonObject> cells = new JsonObject(Files.readString(file))
                .getJsonArray("cells").stream().map(JsonObject.class::cast).toList();
        assertEquals(
                List.of(
                        "ping creneau",
                        "ping-token floor",
                        "floor-book floor",
                        "book creneau",
                        "book counter",
                        "book-fresh-tokens creneau",
                        "refuse creneau",
                        "refuse counter",
                        "refuse-keyed creneau",
                        "search creneau"),
                cells.stream()
                        .map(cell -> cell.getString("scenario") + " " + cell.getString("subject"))
                        .toList());
        for (JsonObject cell : cells) {
            JsonObject round = cell.getJsonArray("rounds").getJsonObject(0);
            assertTrue(round.getDouble("perSecond") > 0, cell::encode);
            assertEquals(0, round.getLong("errors"), cell::encode);
            assertTrue(cell.getJsonArray("violations").isEmpty(), cell::encode);
        }
    }

    @Test
    void wrongUsageIsToldAtOnce() {
        assertEquals(2, run("--subjects=nobody"));
        assertEquals(2, run("--scenarios=nothing"));
        assertEquals(2, run("--connections=0"));
    }

    private static int run(String... options) {
        return new CommandLine(new CompareCommand()).execute(options);
    }
}

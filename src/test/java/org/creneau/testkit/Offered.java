package org.creneau.testkit;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What managers of La Clef ({@link Offer}) ask for, and ids of what they have made.
 *
 * @param plan of a release plan
 * @param template of a template that is retired, so that it is in nobody's way
 */
public record Offered(String plan, String template) {

    public static final ZoneId ZONE = ZoneId.of("America/Toronto");
    public static final String LOCATION = "clef-montreal";

    private static final AtomicInteger NEXT = new AtomicInteger();

    /** Has a manager of La Clef make both. */
    public static Offered by(ContractClient client, String token) {
        String plan = client.post("/staff/release-plans")
                .token(token)
                .json(plan("clef"))
                .await()
                .expect(201)
                .getString("id");
        String template = client.post("/staff/slot-templates")
                .token(token)
                .json(template(true))
                .await()
                .expect(201)
                .getString("id");
        return new Offered(plan, template);
    }

    /** A slot of a session, at a time at which there is no other. */
    public static JsonObject slot() {
        return slot(Instant.now()
                .truncatedTo(ChronoUnit.HOURS)
                .plus(10, ChronoUnit.DAYS)
                .plusSeconds(60L * NEXT.incrementAndGet()));
    }

    public static JsonObject slot(Instant start) {
        return new JsonObject()
                .put("type", Offer.SESSION)
                .put("location", LOCATION)
                .put("segments", new JsonArray().add(segment(start, start.plus(3, ChronoUnit.HOURS))))
                .put("capacity", 20);
    }

    public static JsonObject segment(Instant start, Instant end) {
        return new JsonObject().put("start", time(start)).put("end", time(end));
    }

    public static String time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    /** The file of one slot, at a time at which there is no other. */
    public static Buffer csv() {
        int minute = NEXT.incrementAndGet();
        return Buffer.buffer("type,location,date,start,end,capacity\nsession,clef-montreal,%s,%02d:%02d,23:00,20\n"
                .formatted(LocalDate.now(ZONE).plusDays(20), 6 + minute / 60, minute % 60));
    }

    public static JsonObject plan(String organisation) {
        return new JsonObject()
                .put("organisation", organisation)
                .put("name", "Chaque jour")
                .put("daily", new JsonObject().put("businessDaysAhead", 5).put("time", "07:00"));
    }

    /** Every day of a week, a month ahead. */
    public static JsonObject template(boolean retired) {
        LocalDate from = LocalDate.now(ZONE).plusDays(30);
        return template(from, from.plusDays(6), "09:00").put("retired", retired);
    }

    public static JsonObject template(LocalDate from, LocalDate to, String... times) {
        return new JsonObject()
                .put("name", "Ateliers")
                .put("location", LOCATION)
                .put("type", Offer.SESSION)
                .put("capacity", 20)
                .put(
                        "pattern",
                        new JsonObject()
                                .put("from", from.toString())
                                .put("to", to.toString())
                                .put("weekdays", everyDay())
                                .put("times", new JsonArray(Stream.of(times).toList())));
    }

    /** The session as it is, offered to everybody by both. */
    public static JsonObject type() {
        return new JsonObject()
                .put("kind", "INFORMATION_SESSION")
                .put("title", text("Séance", "Session"))
                .put("description", text("Une séance", "A session"))
                .put("durationMinutes", 180)
                .put("cancellable", true)
                .put("reschedulable", true)
                .put("requiresComplementaryInformation", false)
                .put("organisations", new JsonArray().add("bureau").add("clef"));
    }

    public static JsonObject organisation() {
        return new JsonObject().put("kind", "PARTNER").put("name", text("La Clef", "La Clef"));
    }

    public static JsonObject location() {
        return new JsonObject()
                .put("organisation", "clef")
                .put("city", "montreal")
                .put("name", text("Siège", "Head office"))
                .put("address", "1, rue A")
                .put("province", "Québec")
                .put("country", "Canada")
                .put("postalCode", "H2L 3Z2")
                .put("latitude", 45.5)
                .put("longitude", -73.6);
    }

    public static JsonObject city() {
        return new JsonObject().put("name", text("Montréal", "Montreal"));
    }

    public static JsonObject text(String fr, String en) {
        return new JsonObject().put("fr", fr).put("en", en);
    }

    private static JsonArray everyDay() {
        return new JsonArray()
                .add("MONDAY")
                .add("TUESDAY")
                .add("WEDNESDAY")
                .add("THURSDAY")
                .add("FRIDAY")
                .add("SATURDAY")
                .add("SUNDAY");
    }
}

package org.creneau.testkit;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.City;
import org.creneau.catalogue.Location;
import org.creneau.catalogue.Organisation;
import org.creneau.core.Ids;
import org.creneau.core.LocalText;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotDirectory;
import org.jspecify.annotations.Nullable;

/**
 * A small offer of a test's own, written straight into its database: two organisations in two towns, types that can and
 * cannot be cancelled or moved, and slots as the test wants them. Also a directory of these slots, for tests of bookings
 * alone.
 */
public final class Offer implements SlotDirectory {

    public static final String SESSION = "session";
    public static final String WORKSHOP = "atelier";
    /** Can neither be cancelled nor moved online. */
    public static final String BINDING = "engageant";

    private static final LocalText NAME = new LocalText("Nom", "Name");
    private static final ZoneId ZONE = ZoneId.of("America/Toronto");

    private final String database;
    private final Map<UUID, Slot> slots = new ConcurrentHashMap<>();

    public Offer(String database) {
        this.database = database;
        TestServers.execute(database, """
                insert into city (id, name_fr, name_en) values ('montreal', 'Montréal', 'Montréal'), ('quebec', 'Québec', 'Québec City');
                insert into organisation (id, name_fr, name_en, kind)
                    values ('clef', 'La Clef', 'La Clef', 'PARTNER'), ('bureau', 'Bureau', 'Office', 'MINISTRY');
                insert into location (id, organisation_id, city_id, name_fr, name_en, address, province, country, postal_code, latitude, longitude)
                    values ('clef-montreal', 'clef', 'montreal', 'Siège', 'Head office', '1, rue A', 'Québec', 'Canada', 'H2L 3Z2', 45.5, -73.6),
                           ('bureau-quebec', 'bureau', 'quebec', 'Bureau', 'Office', '2, rue B', 'Québec', 'Canada', 'G1J 2N7', 46.8, -71.2);
                insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en, duration_minutes, cancellable, reschedulable)
                    values ('session', 'INFORMATION_SESSION', 'Séance', 'Session', 'Une séance', 'A session', 180, true, true),
                           ('atelier', 'GROUP_WORKSHOP', 'Atelier', 'Workshop', 'Un atelier', 'A workshop', 180, true, true),
                           ('engageant', 'GROUP_WORKSHOP', 'Engageant', 'Binding', 'Sans retour', 'No way back', 180, false, false);
                insert into offer (type_id, organisation_id)
                    select t.id, o.id from appointment_type t cross join organisation o""");
    }

    /** An open slot in three days. */
    public Slot open(int capacity) {
        return add(SESSION, true, Duration.ofDays(3), Duration.ofHours(-1), capacity);
    }

    /**
     * A slot.
     *
     * @param atClef at La Clef in Montréal, else at the office in Québec
     * @param startsIn from now
     * @param opensIn from now
     */
    public Slot add(String typeId, boolean atClef, Duration startsIn, Duration opensIn, int capacity) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Instant start = now.plus(startsIn);
        Instant end = start.plus(Duration.ofHours(3));
        boolean binding = typeId.equals(BINDING);
        AppointmentType type = new AppointmentType(
                typeId,
                AppointmentType.Kind.GROUP_WORKSHOP,
                NAME,
                NAME,
                180,
                List.of(),
                !binding,
                0,
                !binding,
                0,
                false,
                List.of());
        Organisation organisation = new Organisation(atClef ? "clef" : "bureau", NAME, Organisation.Kind.PARTNER, null);
        Location location = new Location(
                atClef ? "clef-montreal" : "bureau-quebec",
                organisation.id(),
                new City(atClef ? "montreal" : "quebec", NAME),
                NAME,
                null,
                "1, rue A",
                null,
                "Québec",
                "Canada",
                "H2L 3Z2",
                45.5,
                -73.6,
                null,
                List.of(),
                ZONE);
        Slot slot = new Slot(
                Ids.next(),
                type,
                organisation,
                location,
                start,
                end,
                List.of(new Slot.Segment(start, end)),
                capacity,
                now.plus(opensIn),
                Slot.Publication.PUBLISHED);
        insert(slot);
        slots.put(slot.id(), slot);
        return slot;
    }

    public void execute(String sql) {
        TestServers.execute(database, sql);
    }

    /**
     * Makes each insert of bookings look early and write late, so that two at the same time do meet: a trigger before a statement
     * runs after the statement has its snapshot.
     */
    public void slowInserts() {
        execute("""
                create function slowly() returns trigger language plpgsql as $$
                begin
                    perform pg_sleep(0.2);
                    return null;
                end $$;
                create trigger slowly before insert on booking for each statement execute function slowly()""");
    }

    /** Rows as lists of their columns. */
    public List<List<Object>> rows(String sql) {
        return Jdbc.run(database, sql, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet result = statement.executeQuery()) {
                return rows(result);
            }
        });
    }

    private static List<List<Object>> rows(ResultSet result) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        while (result.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.add(result.getObject(i));
            }
            rows.add(row);
        }
        return rows;
    }

    public long count(String sql) {
        return ((Number) rows(sql).get(0).get(0)).longValue();
    }

    public Collection<UUID> ids() {
        return slots.keySet();
    }

    @Override
    public @Nullable Slot find(UUID id) {
        return slots.get(id);
    }

    @Override
    public Future<Map<UUID, Slot>> load(Collection<UUID> ids) {
        Map<UUID, Slot> found = new HashMap<>();
        ids.forEach(id -> {
            Slot slot = slots.get(id);
            if (slot != null) {
                found.put(id, slot);
            }
        });
        return Future.succeededFuture(found);
    }

    private void insert(Slot slot) {
        String sql = """
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)""";
        Jdbc.run(database, sql, connection -> insert(slot, connection, sql));
    }

    private static boolean insert(Slot slot, Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, slot.id());
            statement.setString(2, slot.type().id());
            statement.setString(3, slot.organisation().id());
            statement.setString(4, slot.location().id());
            statement.setTimestamp(5, Timestamp.from(slot.start()));
            statement.setTimestamp(6, Timestamp.from(slot.end()));
            statement.setString(7, "[{\"start\":\"%s\",\"end\":\"%s\"}]".formatted(slot.start(), slot.end()));
            statement.setInt(8, slot.capacity());
            statement.setTimestamp(9, Timestamp.from(slot.opensAt()));
            return statement.execute();
        }
    }
}

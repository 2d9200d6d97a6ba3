package org.creneau.loadtest.compare;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.creneau.config.PostgresUrl;
import org.creneau.core.Ids;

/**
 * Slots for load, written straight into a database that has the product's schema: each of an appointment type of its
 * own, so that one client can book in all of them. Blocks.
 */
public final class HotSlots {

    /** The most seats that the schema allows in one slot. */
    public static final int MAX_CAPACITY = 10_000;

    private static final String CATALOGUE = """
            insert into city (id, name_fr, name_en) values ('load-city', 'Ville d''essai', 'Test Town')
                on conflict do nothing;
            insert into organisation (id, name_fr, name_en, kind)
                values ('load-organisation', 'Organisme d''essai', 'Test Organisation', 'MINISTRY')
                on conflict do nothing;
            insert into location (id, organisation_id, city_id, name_fr, name_en, address, province, country,
                    postal_code, latitude, longitude)
                values ('load-location', 'load-organisation', 'load-city', 'Lieu d''essai', 'Test Location',
                    '1, rue de l''Essai', 'Québec', 'Canada', 'H2L 3Z2', 45.5163, -73.5603)
                on conflict do nothing;
            """;

    private static final String TYPE = """
            insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en,
                duration_minutes)
            values (?, 'INFORMATION_SESSION', 'Session d''essai', 'Test session', 'Pour les essais de charge.',
                'For load tests.', 60)""";

    private static final String SLOT = """
            insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity,
                opens_at)
            select ?, ?, 'load-organisation', 'load-location', t, t + interval '1 hour',
                   jsonb_build_array(jsonb_build_object(
                       'start', to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                       'end', to_char((t + interval '1 hour') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))),
                   ?, now() - interval '1 hour'
            from (select date_trunc('hour', now()) + interval '7 days' + count(*) * interval '1 hour' as t
                  from slot where location_id = 'load-location') as start""";

    private static final String END = """
            with attended as (
                update booking set state = 'COMPLETED', changed_source = 'MINISTRY', updated_at = clock_timestamp()
                where state = 'BOOKED'
                returning id, client_id
            )
            insert into booking_history (booking_id, actor, source, from_state, to_state)
            select id, client_id, 'MINISTRY', 'BOOKED', 'COMPLETED' from attended;
            update event_progress set history_id = (select last_value from booking_history_id_seq);
            update booking_mail_progress set history_id = (select last_value from booking_history_id_seq)""";

    private final PostgresUrl database;

    /** @param databaseUrl as in the product's settings */
    public HotSlots(String databaseUrl) {
        this.database = PostgresUrl.parse(databaseUrl);
        run(CATALOGUE);
    }

    /**
     * New slots that are open now and start in a week and later, an hour apart, also from those that were made before:
     * a client may book all of them. Nodes see them within two seconds.
     *
     * @param capacity 1 to {@link #MAX_CAPACITY}
     */
    public List<UUID> open(int count, int capacity) {
        List<UUID> ids = new ArrayList<>(count);
        try (Connection connection = connect();
                PreparedStatement type = connection.prepareStatement(TYPE);
                PreparedStatement slot = connection.prepareStatement(SLOT)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                UUID id = Ids.next();
                String typeId = typeOf(id);
                type.setString(1, typeId);
                type.execute();
                slot.setObject(1, id);
                slot.setString(2, typeId);
                slot.setInt(3, capacity);
                slot.execute();
                ids.add(id);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("slots cannot be written: " + e.getMessage(), e);
        }
        return List.copyOf(ids);
    }

    /** The appointment type that only this slot has. */
    static String typeOf(UUID slot) {
        return "load-" + slot;
    }

    /**
     * Ends all bookings that there are, weeks before their time: nobody has dozens of appointments to come, as these
     * clients would have after some rounds. What was to be told of them is passed over, so that no node does it while
     * something else is measured.
     */
    void endBookings() {
        run(END);
    }

    /**
     * What autovacuum and the checkpointer would do at a time of their own: done before each measurement, so that nobody
     * is measured while they do it for somebody else.
     */
    void settle() {
        run("vacuum (analyze)");
        run("checkpoint");
    }

    /** Runs other SQL there. */
    public void run(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + ": " + sql, e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbc(), database.user(), database.password());
    }
}

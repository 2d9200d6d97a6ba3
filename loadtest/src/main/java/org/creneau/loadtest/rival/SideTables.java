package org.creneau.loadtest.rival;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.creneau.config.PostgresUrl;

/**
 * What some strategies keep beside the product's tables; filled by a trigger, so that slots may be written as always.
 * Blocks; for the start.
 */
final class SideTables {

    private static final String COUNTERS = """
            create table if not exists rival_counter (
                slot_id uuid primary key,
                taken   int not null
            ) with (fillfactor = 10); -- room for new versions of the row in its own page
            insert into rival_counter (slot_id, taken)
                select s.id, coalesce((select max(b.seat) + 1 from booking b where b.slot_id = s.id), 0) from slot s
                on conflict do nothing;
            create or replace function rival_counter() returns trigger language plpgsql as $$
            begin
                insert into rival_counter (slot_id, taken) values (new.id, 0) on conflict do nothing;
                return null;
            end $$;
            create or replace trigger rival_counter after insert on slot for each row execute function rival_counter();
            """;

    private static final String SEATS = """
            create table if not exists rival_seat (
                slot_id    uuid not null,
                seat       int not null,
                booking_id uuid,
                primary key (slot_id, seat)
            );
            create index if not exists rival_seat_free on rival_seat (slot_id, seat) where booking_id is null;
            insert into rival_seat (slot_id, seat, booking_id)
                select s.id, n.seat, b.id
                from slot s
                cross join lateral generate_series(0, s.capacity - 1) as n (seat)
                left join booking b on b.slot_id = s.id and b.seat = n.seat and b.state in %s
                on conflict do nothing;
            create or replace function rival_seat() returns trigger language plpgsql as $$
            begin
                insert into rival_seat (slot_id, seat) select new.id, generate_series(0, new.capacity - 1)
                    on conflict do nothing;
                return null;
            end $$;
            create or replace trigger rival_seat after insert on slot for each row execute function rival_seat();
            """.formatted(BookingRow.OCCUPYING);

    private SideTables() {}

    static void counters(PostgresUrl database) {
        run(database, COUNTERS);
    }

    static void seats(PostgresUrl database) {
        run(database, SEATS);
    }

    private static void run(PostgresUrl database, String sql) {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbc(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the rival's side tables cannot be made: " + e.getMessage(), e);
        }
    }
}

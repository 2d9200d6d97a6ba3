package org.creneau.testkit;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Databases with very many bookings, which differ in what PostgreSQL believes about them: plans are made from statistics,
 * and statistics are of some other day. One of each per JVM; whoever uses them takes back what it writes.
 */
public final class CrowdedDatabases {

    /** What PostgreSQL has seen when it was last asked to look. */
    public enum Believed {
        /** Nothing at all: never analysed. */
        NOTHING("COMPLETED", false, ""),
        /** Very many bookings that are over, and none to come. */
        ALL_OVER("COMPLETED", true, ""),
        /** Very many bookings to come, and hardly any that are over. */
        ALL_TO_COME("BOOKED", true, ""),
        /** As many bookings to come, of few clients who have hundreds each. */
        OF_FEW_CLIENTS("BOOKED", true, "alter table booking alter column client_id set (n_distinct = 100)");

        private final String state;
        private final boolean analysed;
        private final String told;

        /** @param told what makes PostgreSQL believe more than it sees */
        Believed(String state, boolean analysed, String told) {
            this.state = state;
            this.analysed = analysed;
            this.told = told;
        }
    }

    /** Who have booked the workshop and want more: {@link #client} 0 and up. */
    public static final int CLIENTS = 100;

    /** Others, with a file and a booking each. */
    public static final int CROWD = 20_000;

    /** The first client, who has had {@link #REGULAR_BOOKINGS}. */
    public static final UUID REGULAR = id(1, 0);

    private static final int REGULAR_BOOKINGS = 2000;

    /** Nobody has booked it yet. */
    public static final UUID SESSION = id(3, 1);

    /** Booked by the clients. */
    public static final UUID WORKSHOP = id(3, 2);

    /** Where they may move. */
    public static final UUID OTHER_WORKSHOP = id(3, 3);

    /** It has moved the workshop, and has yet to tell the clients. */
    public static final UUID JOB = id(10, 1);

    private static final UUID BINDING = id(3, 4);

    private static final Map<Believed, String> DATABASES = new ConcurrentHashMap<>();

    private CrowdedDatabases() {}

    /** The URL of the database. */
    public static String of(Believed believed) {
        return DATABASES.computeIfAbsent(believed, CrowdedDatabases::filled);
    }

    public static UUID client(int who) {
        return who == 0 ? REGULAR : id(1, 30_000 + who);
    }

    /** The client's booking of the workshop. */
    public static UUID booked(int who) {
        return id(7, who);
    }

    /** The client's seat in a slot that overlaps the workshop, since this was moved. */
    public static UUID held(int who) {
        return id(9, who);
    }

    /** The same as in SQL. */
    public static UUID id(int kind, int number) {
        return UUID.fromString(String.format(Locale.ROOT, "%08x-0000-7000-8000-%012x", kind, number));
    }

    private static String filled(Believed believed) {
        String database = TestServers.newDatabase();
        Offer offer = new Offer(database);
        offer.execute("""
                alter table booking set (autovacuum_enabled = false);
                alter table booking_flag set (autovacuum_enabled = false);
                alter table slot set (autovacuum_enabled = false);
                alter table registration set (autovacuum_enabled = false);
                create function id(kind int, number int) returns uuid language sql immutable as $$
                    select (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid
                $$;
                update appointment_type set requires_complementary_information = true where id = 'session';
                insert into eligibility_rule (type_id, position, statuses) values ('session', 1, array['resident-permanent'])""");
        offer.execute(crowd(believed));
        offer.execute(regular());
        if (believed.analysed) {
            offer.execute(believed.told);
            offer.execute("analyze");
        }
        offer.execute(today());
        offer.execute(moved());
        return database;
    }

    private static String crowd(Believed believed) {
        String start = believed.state.equals("BOOKED") ? "now() + interval '30 days'" : "now() - interval '30 days'";
        return """
                insert into client (id) select id(1, n) from generate_series(0, %4$d) n;
                %3$s from generate_series(0, %4$d) n;
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at)
                    select id(2, n), case n %% 2 when 0 then 'session' else 'atelier' end, 'clef', 'clef-montreal',
                           %1$s + n * interval '10 minutes', %1$s + n * interval '10 minutes' + interval '1 hour', '[]',
                           10, now() - interval '60 days'
                    from generate_series(0, %4$d / 10) n;
                insert into booking (id, slot_id, seat, client_id, type_id, state, source, turn)
                    select id(4, n), slot.id, n %% 10, id(1, n), slot.type_id, '%2$s', 'CLIENT', 1
                    from generate_series(1, %4$d) n join slot on slot.id = id(2, n / 10)""".formatted(start, believed.state, registration(), CROWD);
    }

    private static String registration() {
        return """
                insert into registration (client_id, number, status_id, family_name, given_name, birth_date, sex, email, country,
                                          street, town, home_phone, residence_in_quebec, french, source, heard_from, occupation_field,
                                          intended_occupation, schooling)
                    select id(1, n), 100000 + n, 'resident-permanent', 'Nom', 'Prénom', '1980-01-01', 'F', n || '@example.org', 'CA',
                           '1, rue Un', 'Montréal', '514 555-0100', true, true, 'CLIENT', 'medias', 'sante', 'Sage-femme', '15-16'""";
    }

    private static String regular() {
        return """
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at)
                    select id(5, n), 'session', 'clef', 'clef-montreal', now() - (n + 1) * interval '1 day',
                           now() - n * interval '1 day' - interval '1 hour', '[]', 1, now() - interval '10 years'
                    from generate_series(1, %1$d) n;
                insert into booking (id, slot_id, seat, client_id, type_id, state, source, turn)
                    select id(6, n), id(5, n), 0, '%2$s', 'session', 'COMPLETED', 'CLIENT', n
                    from generate_series(1, %1$d) n""".formatted(REGULAR_BOOKINGS, REGULAR);
    }

    /** What PostgreSQL has not seen yet: people who have booked a workshop, hold a seat in another, and want a session. */
    private static String today() {
        return """
                insert into client (id) select id(1, 30000 + n) from generate_series(1, 99) n;
                %5$s from generate_series(30001, 30099) n;
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at)
                    select place.id::uuid, place.type, 'clef', 'clef-montreal', now() + place.days * interval '1 day',
                           now() + place.days * interval '1 day' + interval '1 hour', '[]', 1000, now() - interval '1 day'
                    from (values ('%1$s', 'session', 2), ('%2$s', 'atelier', 3), ('%3$s', 'atelier', 4),
                                 ('%6$s', 'engageant', 3.02)) place (id, type, days);
                insert into booking (id, slot_id, seat, client_id, type_id, state, source, turn, request_key)
                    select id(7, n), '%2$s', n, case n when 0 then '%4$s' else id(1, 30000 + n) end, 'atelier', 'BOOKED', 'CLIENT',
                           5000, 'key-' || n
                    from generate_series(0, 99) n;
                insert into booking (id, slot_id, seat, client_id, type_id, state, source, turn, expires_at)
                    select id(9, n), '%6$s', n, case n when 0 then '%4$s' else id(1, 30000 + n) end, 'engageant', 'HELD',
                           'PARTNER', 5001, now() + interval '1 day'
                    from generate_series(0, 99) n;
                insert into booking_history (booking_id, actor, source, to_state)
                    select id(9, n), id(1, n), 'PARTNER', 'HELD' from generate_series(0, 99) n""".formatted(SESSION, WORKSHOP, OTHER_WORKSHOP, REGULAR, registration(), BINDING);
    }

    /** Nor this: the workshop was moved before, onto that other slot of its clients, and is moved again. Others have flags, too. */
    private static String moved() {
        return """
                insert into booking_flag (booking_id, reason) select id(4, n), 'NOT_ELIGIBLE' from generate_series(1, %3$d) n;
                insert into booking_flag (booking_id, reason) select id(7, n), 'OVERLAPPING' from generate_series(0, 99) n;
                insert into booking_flag (booking_id, reason) values (id(9, 1), 'NOT_ELIGIBLE');
                insert into change_job (id, kind, organisation_id, slot_id, reason, actor, source, state, total)
                    values ('%1$s', 'MOVE_SLOT', 'clef', '%2$s', 'Salle inondée', id(11, 1), 'PARTNER', 'RUNNING', 100);
                insert into change_job_slot (job_id, slot_id) values ('%1$s', '%2$s')""".formatted(JOB, WORKSHOP, CROWD);
    }
}

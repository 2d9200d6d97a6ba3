package org.creneau.loadtest.compare;

/**
 * Two appointments of every client, a month ago. On empty tables PostgreSQL would plan to read them from end to end, and
 * keep to that while they grow: no system that anybody uses is in that state.
 */
final class PastBookings {

    private static final String SQL = """
            insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en,
                    duration_minutes)
                values ('past-1', 'INFORMATION_SESSION', 'Passé 1', 'Past 1', 'Passé.', 'Past.', 60),
                       ('past-2', 'INFORMATION_SESSION', 'Passé 2', 'Past 2', 'Passé.', 'Past.', 60);
            create temporary table attendance as
                select c.id as client_id, t.type_id, (row_number() over (partition by t.type_id order by c.id) - 1)::int as n
                from client c cross join (values ('past-1'), ('past-2')) as t (type_id);
            create temporary table past as
                select gen_random_uuid() as id, type_id, n / 500 as number,
                       date_trunc('hour', now()) - interval '30 days' + (n / 500) * interval '1 hour' as starts_at
                from attendance group by type_id, n / 500;
            insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity,
                    opens_at)
                select id, type_id, 'load-organisation', 'load-location', starts_at, starts_at + interval '1 hour',
                       jsonb_build_array(jsonb_build_object(
                           'start', to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                           'end',
                           to_char((starts_at + interval '1 hour') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))),
                       500, starts_at - interval '10 days'
                from past;
            insert into booking (id, slot_id, seat, client_id, type_id, state, source, created_at, updated_at)
                select gen_random_uuid(), p.id, a.n % 500, a.client_id, a.type_id, 'COMPLETED', 'CLIENT',
                       p.starts_at - interval '9 days', p.starts_at + interval '2 hours'
                from attendance a join past p on p.type_id = a.type_id and p.number = a.n / 500;
            insert into booking_history (booking_id, at, actor, source, from_state, to_state)
                select id, created_at, client_id, 'CLIENT', null, 'BOOKED' from booking
                union all
                select id, updated_at, client_id, 'MINISTRY', 'BOOKED', 'COMPLETED' from booking
                order by 2;
            """;

    private PastBookings() {}

    /** For all clients that there are. */
    static void write(HotSlots database) {
        database.run(SQL);
        database.settle();
    }
}

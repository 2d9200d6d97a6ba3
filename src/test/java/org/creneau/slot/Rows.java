package org.creneau.slot;

import java.util.Locale;
import java.util.UUID;
import org.creneau.core.Ids;
import org.creneau.testkit.TestServers;

/** Rows that tests write behind the service's back. */
final class Rows {

    static final int CAPACITY = 10;

    private Rows() {}

    static void catalogue(String database) {
        TestServers.execute(database, """
                insert into city values ('montreal', 'Montréal', 'Montreal'), ('quebec', 'Québec', 'Quebec City');
                insert into organisation values ('clef', 'Clef', 'Key', 'PARTNER', null), ('dgi', 'DGI', 'DGI', 'MINISTRY', '1');
                insert into location (id, organisation_id, city_id, name_fr, name_en, address, province, country,
                    postal_code, latitude, longitude, services_fr, services_en)
                values ('clef-1', 'clef', 'montreal', 'Un', 'One', '1', 'Québec', 'Canada', 'H2L 3Z2', 45.5, -73.5,
                        '{Repas}', '{Meals}'),
                       ('dgi-1', 'dgi', 'quebec', 'Deux', 'Two', '2', 'Québec', 'Canada', 'G1S 2L4', 46.8, -71.2, '{}', '{}');
                insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en, duration_minutes)
                values ('session', 'INFORMATION_SESSION', 'Séance', 'Session', 'd', 'd', 120),
                       ('workshop', 'GROUP_WORKSHOP', 'Atelier', 'Workshop', 'd', 'd', 180);
                insert into offer values ('session', 'clef'), ('session', 'dgi'), ('workshop', 'clef');
                """);
    }

    /** Starts so many hours from now, opened long ago. */
    static String insertSlot(UUID id, String type, String location, int startsInHours) {
        return String.format(Locale.ROOT, """
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at)
                select '%s', '%s', organisation_id, id, start, start + interval '1 hour',
                       jsonb_build_array(jsonb_build_object('start', to_json(start), 'end', to_json(start + interval '1 hour'))),
                       %d, now() - interval '60 days'
                from location, (select date_trunc('hour', now() at time zone 'UTC') at time zone 'UTC'
                    + interval '1 hour' * %d as start) as times
                where id = '%s'
                """, id, type, CAPACITY, startsInHours, location);
    }

    static UUID slot(String database, String type, String location, int startsInHours) {
        UUID id = Ids.next();
        TestServers.execute(database, insertSlot(id, type, location, startsInHours));
        return id;
    }

    static void booking(String database, UUID slot, int seat, String state) {
        TestServers.execute(database, String.format(Locale.ROOT, """
                        insert into booking (id, slot_id, seat, client_id, type_id, state, source, expires_at)
                        select '%s', '%s', %d, '%s', 'session', state, 'CLIENT',
                               case state when 'HELD' then now() + interval '1 hour' end
                        from (values ('%s')) as wanted (state)
                        """, Ids.next(), slot, seat, Ids.next(), state));
    }
}

package org.creneau.loadtest.compare;

/** An offer of the size of a province's, for searches: five types in one town, each with many open slots. */
public final class SearchOffer {

    static final int SLOTS = 2_000;

    /** What a front end asks first: a page of 20 open slots of a type in a town. */
    static final String QUERY = "/slots?type=search-1&city=search-city&available=true";

    private SearchOffer() {}

    /** Writes that many open slots, 15 minutes apart, into a database that has no such offer. */
    public static void write(HotSlots database, int slots) {
        database.run("""
                insert into city (id, name_fr, name_en) values ('search-city', 'Ville de recherche', 'Search Town');
                insert into organisation (id, name_fr, name_en, kind)
                    values ('search-organisation', 'Organisme de recherche', 'Search Organisation', 'PARTNER');
                insert into location (id, organisation_id, city_id, name_fr, name_en, address, province, country,
                        postal_code, latitude, longitude)
                    values ('search-location', 'search-organisation', 'search-city', 'Lieu de recherche',
                        'Search Location', '2, rue de l''Essai', 'Québec', 'Canada', 'H2L 3Z2', 45.5163, -73.5603);
                insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en,
                        duration_minutes)
                    select 'search-' || n, 'GROUP_WORKSHOP', 'Atelier ' || n, 'Workshop ' || n, 'Un atelier.',
                        'A workshop.', 60
                    from generate_series(0, 4) as n;
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity,
                        opens_at)
                    select gen_random_uuid(), 'search-' || n %% 5, 'search-organisation', 'search-location', t,
                           t + interval '1 hour',
                           jsonb_build_array(jsonb_build_object(
                               'start', to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                               'end',
                               to_char((t + interval '1 hour') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))),
                           20, now() - interval '1 hour'
                    from generate_series(1, %d) as n
                    cross join lateral (
                        select date_trunc('hour', now()) + interval '2 days' + n * interval '15 minutes' as t
                    ) as start;
                """.formatted(slots));
    }
}

package org.creneau.embedded;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** A partner's system to try the partners' operations with. Its secret is as public as the demo accounts' password. */
public final class DemoPartner {

    /** The {@code client_id}. */
    public static final UUID ID = UUID.fromString("01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c20");

    /** The {@code client_secret}. */
    public static final String SECRET = "secret-de-demonstration-de-la-clef";

    private static final String ORGANISATION = "clef-integration-travail";
    private static final UUID SECRET_ID = UUID.fromString("01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c21");

    private DemoPartner() {}

    /** After the organisations. */
    static Future<Void> insert(SqlConnection connection) {
        String insert = """
                with system as (
                    insert into partner_system (id, organisation_id, name, scopes)
                    values ($1, $2, 'Démonstration', array['clients', 'bookings', 'attendance', 'events'])
                    returning id
                )
                insert into partner_secret (id, partner_id, digest)
                select $3, id, sha256(convert_to($4, 'UTF8')) from system
                """;
        return connection
                .preparedQuery(insert)
                .execute(Tuple.of(ID, ORGANISATION, SECRET_ID, SECRET))
                .mapEmpty();
    }
}

package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.core.Ids;
import org.creneau.core.Sql;
import org.creneau.core.Sql.Isolation;
import org.jspecify.annotations.Nullable;

/**
 * Templates in PostgreSQL.
 *
 * @param isolation in which one is compared with the others and written; another one than serializable for tests
 */
record TemplateStore(Sql sql, Isolation isolation) {

    TemplateStore(Sql sql) {
        this(sql, Isolation.SERIALIZABLE);
    }

    private static final String COLUMNS =
            "id, organisation_id, location_id, type_id, name, pattern, capacity, plan_id, opens_at, retired, version";

    /** Others of one type at one place; nobody has so many. */
    private static final int MOST_BESIDE = 200;

    Future<Optional<SlotTemplate>> find(UUID id) {
        return sql.first("select " + COLUMNS + " from slot_template where id = $1", Tuple.of(id), TemplateStore::read);
    }

    /** @param organisation null: of all */
    Future<List<SlotTemplate>> list(@Nullable String organisation, int limit, @Nullable UUID after) {
        String select = "select " + COLUMNS + " from slot_template" + """
                 where ($1::text is null or organisation_id = $1) and ($2::uuid is null or id > $2)
                order by id limit $3
                """;
        return sql.execute(
                        select,
                        Tuple.tuple().addValue(organisation).addValue(after).addValue(limit))
                .map(rows -> rows.stream().map(TemplateStore::read).toList());
    }

    /** What is done with the others of the same type and place in mind. */
    interface Beside<T> {
        Future<T> apply(SqlClient client, List<SlotTemplate> others);
    }

    /**
     * Reads the other templates of this type and place and does something, as if nobody else did at the same time.
     */
    <T> Future<T> beside(SlotTemplate template, Beside<T> work) {
        String select = "select " + COLUMNS + " from slot_template" + """
                 where location_id = $1 and type_id = $2 and not retired and id <> $3 order by id limit $4
                """;
        Tuple beside = Tuple.of(template.location(), template.type(), template.id(), MOST_BESIDE);
        return sql.transaction(
                isolation,
                client -> Sql.on(client, select, beside)
                        .compose(rows -> work.apply(
                                client, rows.stream().map(TemplateStore::read).toList())));
    }

    static Future<SlotTemplate> insert(SqlClient client, SlotTemplate template) {
        String insert = """
                insert into slot_template (organisation_id, location_id, type_id, name, pattern, capacity, plan_id,
                    opens_at, retired, id)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """;
        return Sql.on(client, insert, values(template).addValue(template.id())).map(template);
    }

    /** Empty when somebody was faster. */
    static Future<Optional<SlotTemplate>> update(SqlClient client, SlotTemplate template) {
        String update = """
                update slot_template set organisation_id = $1, location_id = $2, type_id = $3, name = $4, pattern = $5,
                    capacity = $6, plan_id = $7, opens_at = $8, retired = $9, version = version + 1,
                    updated_at = clock_timestamp()
                where id = $10 and version = $11
                returning\s""" + COLUMNS;
        return Sql.on(client, update, values(template).addValue(template.id()).addValue(template.version()))
                .map(rows -> rows.stream().findFirst().map(TemplateStore::read));
    }

    private static Tuple values(SlotTemplate template) {
        Tuple values = Tuple.tuple()
                .addValue(template.organisation())
                .addValue(template.location())
                .addValue(template.type())
                .addValue(template.name())
                .addValue(template.pattern().toJson())
                .addValue(template.capacity());
        Release release = template.release();
        return values.addValue(
                        release instanceof Release.Under under
                                ? Ids.parse(under.planId()).orElseThrow()
                                : null)
                .addValue(release instanceof Release.At at ? at.opensAt().atOffset(ZoneOffset.UTC) : null)
                .addValue(template.retired());
    }

    private static SlotTemplate read(Row row) {
        return new SlotTemplate(
                row.getUUID("id"),
                row.getString("organisation_id"),
                row.getString("location_id"),
                row.getString("type_id"),
                row.getString("name"),
                Pattern.of(row.getJsonObject("pattern")),
                row.getInteger("capacity"),
                release(row),
                row.getBoolean("retired"),
                row.getInteger("version"));
    }

    private static Release release(Row row) {
        UUID plan = row.getUUID("plan_id");
        if (plan != null) {
            return new Release.Under(plan.toString());
        }
        return row.getOffsetDateTime("opens_at") == null
                ? new Release.AtOnce()
                : new Release.At(row.getOffsetDateTime("opens_at").toInstant());
    }
}

package org.creneau.embedded;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.creneau.embedded.DemoAccounts.Account;
import org.creneau.embedded.DemoAccounts.HashedClient;
import org.creneau.embedded.DemoAccounts.HashedEmployee;
import org.creneau.embedded.DemoFiles.Answer;
import org.creneau.embedded.DemoFiles.ClientFile;

/** Fills an empty database with an offer to look at and clients to try it with: once, whole or not at all. */
public final class DemoData {

    /** What every demo account has as its password. */
    public static final String PASSWORD = "Bonjour2026";

    /** A demo account without any booking yet: the one to begin with. */
    public static final String USER_CODE = "BrAnDfOrD04";

    /** A demo account of a manager of the ministry: may do everything that employees may do. */
    public static final String MINISTRY_MANAGER = "MinistereM01";

    /** A demo account of an agent of the ministry. */
    public static final String MINISTRY_AGENT = "MinistereA01";

    /** A demo account of a manager of a partner organisation. */
    public static final String PARTNER_MANAGER = "ClefGerant01";

    /** An appointment type whose bookings can be moved, with several slots a day, all at one place. */
    public static final String MOVABLE_TYPE = "evaluation-comparative";

    private final Vertx vertx;
    private final Pool pool;
    private final Function<String, String> hash;

    /** @param hash turns a password, or the answer to a security question, into what is stored; may take its time */
    public DemoData(Vertx vertx, Pool pool, Function<String, String> hash) {
        this.vertx = vertx;
        this.pool = pool;
        this.hash = hash;
    }

    /** Whether the demo account is there to log in with. */
    public static Future<Boolean> present(Pool pool) {
        return pool.preparedQuery("select exists (select from account where lower(user_code) = lower($1)) as present")
                .execute(Tuple.of(USER_CODE))
                .map(rows -> rows.iterator().next().getBoolean("present"));
    }

    /** Whether this call loaded the data; it does not when the database has a catalogue already. */
    public Future<Boolean> load() {
        return pool.query("select exists (select from appointment_type) or exists (select from city) as filled")
                .execute()
                .compose(rows -> rows.iterator().next().getBoolean("filled")
                        ? Future.succeededFuture(false)
                        : vertx.executeBlocking(DemoFiles::read).compose(this::load));
    }

    private Future<Boolean> load(DemoFiles files) {
        return vertx.executeBlocking(() -> hashed(files.clients()))
                .compose(people -> pool.withTransaction(connection -> load(connection, files, people)));
    }

    private static Future<Boolean> load(SqlConnection connection, DemoFiles files, People people) {
        // Who inserts the first town loads; whoever else comes at the same time waits here for the end of that
        // transaction, finds the town, and has nothing to do.
        String firstTown = "insert into city (id, name_fr, name_en) values ($1, $2, $3) on conflict do nothing";
        return connection
                .preparedQuery(firstTown)
                .execute(DemoCatalogue.tuple(files.catalogue().cities().get(0)))
                .compose(inserted -> inserted.rowCount() == 0
                        ? Future.succeededFuture(false)
                        : loadRest(connection, files, people).map(true));
    }

    private static Future<Void> loadRest(SqlConnection connection, DemoFiles files, People people) {
        return connection.query("select clock_timestamp() as now").execute().compose(rows -> {
            DemoPlan plan = DemoPlan.of(
                    files, rows.iterator().next().getOffsetDateTime("now").toInstant());
            return DemoCatalogue.insert(connection, files)
                    .compose(done -> DemoPartner.insert(connection))
                    .compose(done -> DemoCatalogue.insertSlots(connection, plan.slots()))
                    .compose(done -> DemoAccounts.insert(connection, people.clients()))
                    .compose(done -> DemoAccounts.insertBookings(connection, people.clients(), plan.bookings()))
                    .compose(done -> DemoAccounts.insertEmployees(connection, people.employees()));
        });
    }

    /** Everybody who has an account. */
    private record People(List<HashedClient> clients, List<HashedEmployee> employees) {}

    /** All at once, on all cores: each hash takes a while by intention. */
    private People hashed(ClientFile file) {
        return new People(
                file.clients().parallelStream()
                        .map(one -> new HashedClient(
                                account(file.password(), one.userCode(), one.email(), one.answers()), one))
                        .toList(),
                file.employees().parallelStream()
                        .map(one -> new HashedEmployee(
                                account(file.password(), one.userCode(), one.email(), one.answers()), one))
                        .toList());
    }

    private Account account(String password, String userCode, String email, List<Answer> answers) {
        List<String> hashes = Stream.concat(
                        Stream.of(password), answers.stream().map(Answer::answer))
                .map(hash)
                .toList();
        return Account.of(userCode, email, answers, hashes);
    }
}

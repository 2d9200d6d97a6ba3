package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.creneau.auth.AuthorizationCodes.IssueResult;
import org.creneau.auth.ImportResult.Counts;
import org.creneau.core.CsvReader;
import org.creneau.core.CsvReader.Columns;
import org.creneau.core.CsvReader.Row;
import org.creneau.core.Rounds;
import org.creneau.core.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings in whom the ministry knows, and the accounts of its other services (guide 2.1). The files are read twice: first
 * for what is wrong in them, then, in one transaction, for what is to be done.
 */
public final class Importer {

    private static final Logger log = LoggerFactory.getLogger(Importer.class);

    private static final int BATCH = 500;
    private static final int PROGRESS_ROWS = 10_000;

    private final Vertx vertx;
    private final Sql sql;
    private final AccountRules rules;
    private final PasswordHasher hasher;
    private final AuthorizationCodes codes;

    Importer(Vertx vertx, Sql sql, AccountRules rules, PasswordHasher hasher, AuthorizationCodes codes) {
        this.vertx = vertx;
        this.sql = sql;
        this.rules = rules;
        this.hasher = hasher;
        this.codes = codes;
    }

    /** One of the two files, and what is done with its rows. */
    private record Part<T>(
            ImportFile file,
            BiFunction<ImportRules, Row, Optional<T>> read,
            Function<Batch<T>, Future<Counts>> write) {}

    /** Some rows, in the transaction of all. */
    private record Batch<T>(SqlClient within, List<T> rows, ImportErrors errors) {}

    /** Ends the transaction and undoes it. */
    private static final class UndoneException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient ImportResult result;

        UndoneException(ImportResult result) {
            super("undone", null, false, false);
            this.result = result;
        }
    }

    /** Fails with {@link UncheckedIOException} when a file is out of reach. */
    public Future<ImportResult> run(ImportRequest request) {
        List<Part<?>> parts = new ArrayList<>();
        Path persons = request.persons();
        if (persons != null) {
            parts.add(persons(persons));
        }
        Path accounts = request.accounts();
        if (accounts != null) {
            parts.add(accounts(accounts));
        }
        return vertx.executeBlocking(() -> {
                    ImportErrors errors = new ImportErrors();
                    parts.forEach(part -> validate(part, errors));
                    return errors;
                })
                .compose(errors ->
                        errors.none() ? write(parts, request.dryRun()) : Future.succeededFuture(errors.refused()));
    }

    private Part<ImportedPerson> persons(Path path) {
        Set<String> columns = Set.of(
                ImportRules.REFERENCE_NUMBER,
                ImportRules.FAMILY_NAME,
                ImportRules.GIVEN_NAME,
                ImportRules.BIRTH_DATE,
                ImportRules.SEX);
        return new Part<>(
                new ImportFile(path, new Columns(columns, Set.of())),
                ImportRules::person,
                batch -> ImportStore.persons(batch.within(), batch.rows()));
    }

    private Part<ImportedAccount> accounts(Path path) {
        return new Part<>(
                new ImportFile(
                        path,
                        new Columns(
                                Set.of(ImportRules.USER_CODE, ImportRules.EMAIL),
                                Set.of(ImportRules.PASSWORD_HASH, ImportRules.REFERENCE_NUMBER, ImportRules.LANGUAGE))),
                ImportRules::account,
                batch -> writeAccounts(batch, path.getFileName().toString()));
    }

    private <T> void validate(Part<T> part, ImportErrors errors) {
        ImportRules forms =
                new ImportRules(rules, Clock.systemUTC(), part.file().name(), errors);
        LongAdder good = new LongAdder();
        part.file().read(errors, row -> part.read().apply(forms, row).ifPresent(fine -> good.increment()));
        log.info("{}: {} rows are as they should be", part.file().name(), good.sum());
    }

    private Future<ImportResult> write(List<Part<?>> parts, boolean dryRun) {
        return sql.<ImportResult>transaction(client -> {
                    ImportErrors errors = new ImportErrors();
                    Future<Counts> all = Future.succeededFuture(Counts.NONE);
                    for (Part<?> part : parts) {
                        all = all.compose(before -> write(part, client, errors).map(before::plus));
                    }
                    return all.compose(counts -> {
                        ImportResult result = errors.none() ? new ImportResult.Done(counts) : errors.refused();
                        return dryRun || !errors.none()
                                ? Future.failedFuture(new UndoneException(result))
                                : Future.succeededFuture(result);
                    });
                })
                .recover(failure -> failure instanceof UndoneException undone
                        ? Future.succeededFuture(undone.result)
                        : Future.failedFuture(failure));
    }

    private <T> Future<Counts> write(Part<T> part, SqlClient client, ImportErrors errors) {
        return vertx.executeBlocking(() -> part.file().open()).compose(rows -> {
            ImportRules forms =
                    new ImportRules(rules, Clock.systemUTC(), part.file().name(), errors);
            return writeAll(part, rows, forms, new Batch<>(client, List.of(), errors))
                    .eventually(() -> vertx.executeBlocking(() -> {
                        rows.close();
                        return null;
                    }));
        });
    }

    /** @param none in the transaction and with the errors of all */
    private <T> Future<Counts> writeAll(Part<T> part, CsvReader rows, ImportRules forms, Batch<T> none) {
        AtomicReference<Counts> sum = new AtomicReference<>(Counts.NONE);
        return Rounds.whileTrue(() -> vertx.executeBlocking(() -> rows.next(BATCH).stream()
                                .flatMap(row -> part.read().apply(forms, row).stream())
                                .toList())
                        .compose(next -> {
                            if (next.isEmpty()) {
                                return Future.succeededFuture(false);
                            }
                            return part.write()
                                    .apply(new Batch<>(none.within(), next, none.errors()))
                                    .map(more -> {
                                        progress(
                                                part.file().name(),
                                                sum.accumulateAndGet(more, Counts::plus),
                                                next.size());
                                        return true;
                                    });
                        }))
                .map(done -> sum.get());
    }

    private static void progress(String file, Counts sum, int last) {
        long done = sum.persons() + sum.accounts();
        if (done / PROGRESS_ROWS > (done - last) / PROGRESS_ROWS) {
            log.info("{}: {} rows", file, done);
        }
    }

    private Future<Counts> writeAccounts(Batch<ImportedAccount> batch, String file) {
        SqlClient within = batch.within();
        return ImportStore.problems(within, batch.rows()).compose(problems -> {
            problems.forEach(problem -> batch.errors().add(file, problem.line(), problem.column(), problem.reason()));
            Counts read = new Counts(0, 0, 0, batch.rows().size(), 0, 0);
            if (!batch.errors().none()) {
                return Future.succeededFuture(read); // all will be undone: only what else is wrong still matters
            }
            return ImportStore.accounts(within, batch.rows(), hasher.unusable())
                    .compose(made -> ImportStore.withoutCode(within, batch.rows())
                            .compose(clients -> issue(within, clients))
                            .map(issued -> read.plus(new Counts(0, 0, 0, 0, made, issued))));
        });
    }

    private Future<Long> issue(SqlClient within, List<UUID> clients) {
        Future<Long> issued = Future.succeededFuture(0L);
        for (UUID client : clients) {
            issued = issued.compose(before ->
                    codes.issue(within, client).map(result -> before + (result instanceof IssueResult.Given ? 1 : 0)));
        }
        return issued;
    }
}

package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.creneau.access.Actor;
import org.creneau.catalogue.CatalogueLoader;
import org.creneau.core.FieldProblem;
import org.creneau.planning.SlotInserts.Keyed;
import org.creneau.planning.SlotInserts.RequestKey;
import org.creneau.planning.SlotOffers.Create;
import org.creneau.planning.SlotOffers.CreateResult;
import org.creneau.planning.SlotOffers.Import;
import org.creneau.planning.SlotOffers.ImportResult;
import org.creneau.planning.SlotPlanner.Planned;
import org.jspecify.annotations.Nullable;

/** Publishes slots one by one and from files. */
final class SlotService {

    private final Vertx vertx;
    private final CatalogueLoader catalogue;
    private final SlotPlanner planner;
    private final SlotReads reads;
    private final SlotInserts inserts;
    private final Supplier<Future<Void>> published;

    /** @param published has this node read what was published */
    SlotService(
            Vertx vertx,
            CatalogueLoader catalogue,
            SlotPlanner planner,
            SlotReads reads,
            SlotInserts inserts,
            Supplier<Future<Void>> published) {
        this.vertx = vertx;
        this.catalogue = catalogue;
        this.planner = planner;
        this.reads = reads;
        this.inserts = inserts;
        this.published = published;
    }

    Future<CreateResult> create(Create command) {
        return unlessAlreadyThere(() -> tryToCreate(command));
    }

    private Future<CreateResult> tryToCreate(Create command) {
        Actor actor = command.actor();
        Optional<RequestKey> key =
                key(command.key(), Buffer.buffer(command.drafts().toString()));
        return repeated(actor, key)
                .compose(before -> before.isPresent()
                        ? Future.succeededFuture(created(before.get()))
                        : check(actor, command.drafts())
                                .compose(planned -> planned.flaws().isEmpty()
                                        ? insert(actor, planned.inOrder(), key).map(SlotService::created)
                                        : refused(actor, key, SlotService::created, invalid(planned.flaws()))));
    }

    /** Whoever was overtaken tries again, and is told what is in the way. */
    private static <R> Future<R> unlessAlreadyThere(Supplier<Future<R>> attempt) {
        return attempt.get()
                .recover(failure ->
                        failure instanceof SlotInserts.AlreadyThere ? attempt.get() : Future.failedFuture(failure));
    }

    /** What a repetition has published in the meantime is in its own way. */
    private <R> Future<R> refused(Actor actor, Optional<RequestKey> key, Function<Keyed, R> repetition, R refusal) {
        return repeated(actor, key).map(before -> before.map(repetition).orElse(refusal));
    }

    private static CreateResult created(Keyed keyed) {
        return keyed instanceof Keyed.Published done
                ? new CreateResult.Created(done.slots())
                : new CreateResult.KeyReused();
    }

    private static CreateResult invalid(List<Flaw> flaws) {
        return new CreateResult.Invalid(flaws.stream()
                .map(flaw -> new FieldProblem("/slots/" + flaw.index() + '/' + flaw.field(), flaw.code()))
                .toList());
    }

    Future<ImportResult> importFile(Import command) {
        return unlessAlreadyThere(() -> tryToImport(command));
    }

    private Future<ImportResult> tryToImport(Import command) {
        Actor actor = command.actor();
        Optional<RequestKey> key = command.dryRun() ? Optional.empty() : key(command.key(), command.csv());
        return repeated(actor, key)
                .compose(before -> before.isPresent()
                        ? Future.succeededFuture(imported(before.get()))
                        // The zone of a place decides what its times mean: not as it was half a minute ago.
                        : catalogue
                                .refresh()
                                .compose(read -> vertx.executeBlocking(
                                        () -> SlotCsv.read(command.csv(), catalogue.current()), false))
                                .compose(file -> importFile(command, file, key)));
    }

    private Future<ImportResult> importFile(Import command, SlotCsv file, Optional<RequestKey> key) {
        return check(command.actor(), file.drafts()).compose(planned -> {
            if (file.isBroken() || !planned.flaws().isEmpty()) {
                return refused(command.actor(), key, SlotService::imported, file.refused(planned.flaws()));
            }
            if (command.dryRun()) {
                return Future.succeededFuture(
                        new ImportResult.Imported(planned.slots().size(), true));
            }
            return insert(command.actor(), planned.inOrder(), key).map(SlotService::imported);
        });
    }

    private static ImportResult imported(Keyed keyed) {
        return keyed instanceof Keyed.Published done
                ? new ImportResult.Imported(done.slots().size(), false)
                : new ImportResult.KeyReused();
    }

    /** Nothing comes twice, neither among the drafts nor beside what is there. */
    private Future<Planned> check(Actor actor, List<Draft> drafts) {
        return planner.plan(actor, drafts)
                .compose(planned -> reads.existing(planned.inOrder()).map(existing -> {
                    List<Flaw> flaws = new ArrayList<>(planned.flaws());
                    planned.slots().forEach((index, slot) -> {
                        if (existing.contains(slot.id())) {
                            flaws.add(new Flaw(index, "segments/0/start", "slot-exists"));
                        }
                    });
                    flaws.addAll(repetitions(drafts));
                    flaws.sort(Comparator.comparingInt(Flaw::index));
                    return new Planned(planned.slots(), flaws);
                }));
    }

    private static List<Flaw> repetitions(List<Draft> drafts) {
        Set<List<Object>> seen = new HashSet<>();
        List<Flaw> flaws = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            if (!seen.add(List.of(draft.type(), draft.location(), draft.start(), draft.end()))) {
                flaws.add(new Flaw(i, "segments/0/start", "slot-repeated"));
            }
        }
        return flaws;
    }

    private Future<Keyed> insert(Actor actor, List<NewSlot> slots, Optional<RequestKey> key) {
        Future<Keyed> inserted = key.isPresent()
                ? inserts.publishNew(actor, slots, key.get())
                : inserts.publishNew(actor, slots).map(Keyed.Published::new);
        // They are published whether or not this node could read them at once.
        return inserted.compose(done -> published.get().transform(read -> Future.succeededFuture(done)));
    }

    private Future<Optional<Keyed>> repeated(Actor actor, Optional<RequestKey> key) {
        return key.isPresent() ? inserts.find(actor.id(), key.get()) : Future.succeededFuture(Optional.empty());
    }

    private static Optional<RequestKey> key(@Nullable String key, Buffer content) {
        try {
            return key == null
                    ? Optional.empty()
                    : Optional.of(new RequestKey(
                            key,
                            Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(content.getBytes()))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}

package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditLog;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.CatalogueLoader;
import org.creneau.catalogue.Location;
import org.creneau.core.DatabaseClock;
import org.creneau.core.FieldProblem;
import org.creneau.core.Ids;
import org.creneau.core.MinistryTime;
import org.creneau.core.Page;
import org.creneau.planning.Occurrences.Occurrence;
import org.creneau.planning.SlotTemplates.Change;
import org.creneau.planning.SlotTemplates.Create;
import org.creneau.planning.SlotTemplates.Form;
import org.creneau.planning.SlotTemplates.Result;
import org.creneau.slot.Slot;

/** Keeps templates. No two that are in use have slots of one type at one place at the same time. */
final class TemplateService {

    private final Vertx vertx;
    private final CatalogueLoader catalogue;
    private final DatabaseClock clock;
    private final TemplateStore store;
    private final ReleasePlanStore plans;
    private final AuditLog auditLog;

    TemplateService(
            Vertx vertx,
            CatalogueLoader catalogue,
            DatabaseClock clock,
            TemplateStore store,
            ReleasePlanStore plans,
            AuditLog auditLog) {
        this.vertx = vertx;
        this.catalogue = catalogue;
        this.clock = clock;
        this.store = store;
        this.plans = plans;
        this.auditLog = auditLog;
    }

    Future<Page<SlotTemplate>> list(SlotTemplates.ListTemplates command) {
        return store.list(Access.onlyFor(command.actor()).orElse(null), command.limit() + 1, command.after())
                .map(found -> Page.cut(found, command.limit(), SlotTemplate::id));
    }

    Future<Result> show(SlotTemplates.Show command) {
        return own(command.actor(), command.id())
                .map(found -> found.<Result>map(Result.Found::new).orElseGet(Result.NotFound::new));
    }

    Future<Result> create(Create command) {
        return check(command.actor(), command.form())
                .compose(problems -> problems.isEmpty()
                        ? save(
                                command.actor(),
                                template(command.form(), Ids.next(), 1),
                                (client, template) ->
                                        TemplateStore.insert(client, template).map(Optional::of))
                        : Future.succeededFuture(new Result.Invalid(problems)));
    }

    Future<Result> change(Change command) {
        return own(command.actor(), command.id()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Result.NotFound());
            }
            int version = found.get().version();
            if (command.version() != null && command.version() != version) {
                return Future.succeededFuture(new Result.Stale());
            }
            return check(command.actor(), command.form())
                    .compose(problems -> problems.isEmpty()
                            ? save(
                                    command.actor(),
                                    template(command.form(), command.id(), version),
                                    TemplateStore::update)
                            : Future.succeededFuture(new Result.Invalid(problems)));
        });
    }

    /** Those of the actor's organisations. */
    Future<Optional<SlotTemplate>> own(Actor actor, UUID id) {
        return store.find(id).map(found -> found.filter(template -> Access.worksFor(actor, template.organisation())));
    }

    private SlotTemplate template(Form form, UUID id, int version) {
        // It was there a moment ago, and nothing of the catalogue is ever deleted.
        Location location =
                Objects.requireNonNull(catalogue.current().locations().get(form.location()));
        return new SlotTemplate(
                id,
                location.organisationId(),
                location.id(),
                form.type(),
                form.name(),
                form.pattern(),
                form.capacity(),
                form.release(),
                form.retired(),
                version);
    }

    private Future<List<FieldProblem>> check(Actor actor, Form form) {
        List<FieldProblem> problems = TemplateRules.check(form, catalogue.current(), actor, clock.now());
        boolean behind = problems.stream().anyMatch(problem -> SlotRules.UNKNOWN.contains(problem.code()));
        Future<List<FieldProblem>> checked = behind
                ? catalogue.refresh().map(read -> TemplateRules.check(form, catalogue.current(), actor, clock.now()))
                : Future.succeededFuture(problems);
        return checked.compose(found -> planProblem(form).map(plan -> {
            List<FieldProblem> all = new ArrayList<>(found);
            plan.ifPresent(all::add);
            return all;
        }));
    }

    private Future<Optional<FieldProblem>> planProblem(Form form) {
        Optional<FieldProblem> unknown = Optional.of(new FieldProblem("/releasePlan", "plan-unknown"));
        if (!(form.release() instanceof Release.Under under)) {
            return Future.succeededFuture(Optional.empty());
        }
        Location location = catalogue.current().locations().get(form.location());
        Optional<UUID> id = Ids.parse(under.planId());
        if (id.isEmpty() || location == null) {
            return Future.succeededFuture(unknown);
        }
        return plans.find(id.get())
                .map(plan -> plan.filter(found -> found.organisation().equals(location.organisationId()))
                                .isPresent()
                        ? Optional.empty()
                        : unknown);
    }

    private interface Writing {
        Future<Optional<SlotTemplate>> write(SqlClient client, SlotTemplate template);
    }

    private Future<Result> save(Actor by, SlotTemplate template, Writing writing) {
        return store.beside(template, (client, others) -> {
            Future<Optional<Result>> overlap = template.retired()
                    ? Future.succeededFuture(Optional.empty())
                    : vertx.executeBlocking(() -> overlap(template, others), false);
            return overlap.compose(found -> found.isPresent()
                    ? Future.succeededFuture(found.get())
                    : writing.write(client, template)
                            .compose(written -> written.isPresent()
                                    ? note(client, by, template).map(new Result.Found(written.get()))
                                    : Future.succeededFuture(new Result.Stale())));
        });
    }

    private Future<Void> note(SqlClient client, Actor by, SlotTemplate template) {
        JsonObject what = new JsonObject().put("slotTemplate", template.id().toString());
        return auditLog.record(client, AuditEntry.offerChanged(by, what));
    }

    private Optional<Result> overlap(SlotTemplate template, List<SlotTemplate> others) {
        List<Occurrence> own = occurrences(template);
        if (BusyTimes.overlapEachOther(segments(own))) {
            return Optional.of(new Result.Invalid(List.of(new FieldProblem("/pattern", "segments-overlap"))));
        }
        for (SlotTemplate other : others) {
            BusyTimes busy = new BusyTimes(segments(occurrences(other)));
            Optional<LocalDate> day = own.stream()
                    .filter(occurrence -> busy.overlap(occurrence.segments()))
                    .map(Occurrence::day)
                    .findFirst();
            if (day.isPresent()) {
                return Optional.of(new Result.Overlaps(other.id(), other.name(), day.get()));
            }
        }
        return Optional.empty();
    }

    private static List<Slot.Segment> segments(List<Occurrence> occurrences) {
        return occurrences.stream()
                .flatMap(occurrence -> occurrence.segments().stream())
                .toList();
    }

    /** Reads the catalogue again when the template's type or place was made on another node a moment ago. */
    Future<Void> placed(SlotTemplate template) {
        Catalogue now = catalogue.current();
        return now.types().containsKey(template.type()) && now.locations().containsKey(template.location())
                ? Future.succeededFuture()
                : catalogue.refresh();
    }

    /** In which its times are. */
    ZoneId zone(SlotTemplate template) {
        Location location = catalogue.current().locations().get(template.location());
        return location == null ? MinistryTime.ZONE : location.zone();
    }

    /** Not on an event loop. */
    List<Occurrence> occurrences(SlotTemplate template) {
        Catalogue now = catalogue.current();
        AppointmentType type = now.types().get(template.type());
        Location location = now.locations().get(template.location());
        return type == null || location == null
                ? List.of()
                : Occurrences.of(template.pattern(), type.durationMinutes(), location.zone(), Days.OF_QUEBEC);
    }
}

package org.creneau.desk;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.core.Page;
import org.creneau.core.Page.Start;
import org.creneau.desk.Notes.Add;
import org.creneau.desk.Notes.AddResult;
import org.creneau.desk.Notes.ListResult;
import org.creneau.desk.Notes.Note;
import org.jspecify.annotations.Nullable;

/** Notes about clients whose file the employee may use. */
record NoteService(Access access, ClientReads clients, NoteStore store) {

    Future<AddResult> add(Add command) {
        String text = command.text().strip();
        return access.mayUseFile(command.by(), command.clientId()).compose(may -> {
            if (!may) {
                return Future.succeededFuture(new AddResult.NotFound());
            }
            return text.isEmpty()
                    ? Future.succeededFuture(new AddResult.Empty())
                    : store.add(new Add(command.by(), command.clientId(), text))
                            .map(added ->
                                    added.<AddResult>map(AddResult.Added::new).orElseGet(AddResult.NotFound::new));
        });
    }

    Future<ListResult> list(Notes.List command) {
        Optional<Start<UUID>> start = Start.ofId(command.cursor());
        if (start.isEmpty()) {
            return Future.succeededFuture(new ListResult.BadCursor());
        }
        return access.mayUseFile(command.by(), command.clientId())
                .compose(may -> may ? clients.see(command.by(), command.clientId()) : Future.succeededFuture(false))
                .compose(there -> there
                        ? page(
                                        command.by(),
                                        command.clientId(),
                                        command.limit(),
                                        start.get().after())
                                .map(ListResult.Found::new)
                        : Future.succeededFuture(new ListResult.NotFound()));
    }

    /** Of a client whose file the employee is known to be allowed to use. */
    Future<Page<Note>> page(Actor by, UUID clientId, int limit, @Nullable UUID before) {
        String only = Access.onlyFor(by).orElse(null);
        return store.page(clientId, only, limit + 1, before).map(found -> Page.cut(found, limit, Note::id));
    }
}

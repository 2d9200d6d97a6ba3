package org.creneau.partner;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.creneau.access.Access;
import org.creneau.client.ClientFiles;
import org.creneau.client.ClientFiles.ViewResult;
import org.creneau.partner.PartnerClients.Change;
import org.creneau.partner.PartnerClients.ChangeFileResult;
import org.creneau.partner.PartnerClients.Show;
import org.creneau.partner.PartnerClients.ShowResult;

/** Lets partners' systems at the files of those who consented, and at no others. */
record PartnerClientService(Vertx vertx, Access access, long timeoutMillis) {

    Future<ShowResult> show(Show command) {
        return access.mayUseFile(command.by(), command.clientId())
                .compose(may -> may
                        ? ClientFiles.VIEW
                                .request(vertx, new ClientFiles.View(command.by(), command.clientId()), timeoutMillis)
                                .map(PartnerClientService::shown)
                        : Future.succeededFuture(new ShowResult.NotFound()));
    }

    private static ShowResult shown(ViewResult result) {
        return result instanceof ViewResult.Found found
                ? new ShowResult.Found(found.file(), found.options())
                : new ShowResult.NotFound();
    }

    Future<ChangeFileResult> change(Change command) {
        Supplier<Future<ChangeFileResult>> changing = () -> ClientFiles.CHANGE
                .request(
                        vertx,
                        new ClientFiles.Change(
                                command.by(),
                                command.clientId(),
                                command.section(),
                                command.changes(),
                                command.version()),
                        timeoutMillis)
                .map(ChangeFileResult.Done::new);
        return access.mayUseFile(command.by(), command.clientId())
                .compose(may -> may ? changing.get() : Future.succeededFuture(new ChangeFileResult.NotFound()));
    }
}

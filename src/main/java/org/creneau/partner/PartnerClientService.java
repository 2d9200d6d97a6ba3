package org.creneau.partner;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.creneau.access.Access;
import org.creneau.client.ClientFiles;
import org.creneau.client.ClientFiles.Change;
import org.creneau.client.ClientFiles.ChangeResult;
import org.creneau.client.ClientFiles.View;
import org.creneau.client.ClientFiles.ViewResult;

/** Lets partners' systems at the files of those who consented, and at no others. */
record PartnerClientService(Vertx vertx, Access access, long timeoutMillis) {

    Future<ViewResult> view(View command) {
        return access.mayUseFile(command.by(), command.clientId())
                .compose(may -> may
                        ? ClientFiles.VIEW.request(vertx, command, timeoutMillis)
                        : Future.succeededFuture(new ViewResult.NotRegistered()));
    }

    Future<ChangeResult> change(Change command) {
        return access.mayUseFile(command.by(), command.clientId())
                .compose(may -> may
                        ? ClientFiles.CHANGE.request(vertx, command, timeoutMillis)
                        : Future.succeededFuture(new ChangeResult.NotRegistered()));
    }
}

package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Serves the addresses of {@link Accounts} and {@link Recovery}. Instances share the services behind it. */
public final class AuthVerticle extends VerticleBase {

    private final Auth.Services services;

    AuthVerticle(Auth.Services services) {
        this.services = services;
    }

    @Override
    public Future<?> start() {
        Accounts.CREATE.serve(vertx, services.accounts()::create);
        Accounts.FIND.serve(vertx, services.accounts()::find);
        Accounts.CHANGE_ACCOUNT.serve(vertx, services.changes()::change);
        Accounts.LOG_IN.serve(vertx, services.passwords()::logIn);
        Accounts.CHANGE_PASSWORD.serve(vertx, services.passwords()::changePassword);
        Accounts.VERIFY_PASSWORD.serve(vertx, services.passwords()::verifyPassword);
        Accounts.REFRESH.serve(vertx, services.sessions()::refresh);
        Accounts.LOG_OUT.serve(vertx, services.sessions()::logOut);
        Recovery.CHECK_AUTHORIZATION.serve(vertx, services.authorizations()::check);
        Recovery.REMIND_USER_CODE.serve(vertx, services.recovery()::remind);
        Recovery.SEND_TEMPORARY_PASSWORD.serve(vertx, services.recovery()::sendTemporaryPassword);
        return Future.succeededFuture();
    }
}

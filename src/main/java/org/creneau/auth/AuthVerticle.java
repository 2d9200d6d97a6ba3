package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Serves the addresses of {@link Accounts}. Instances share the services behind it. */
public final class AuthVerticle extends VerticleBase {

    private final AccountService accounts;
    private final PasswordService passwords;
    private final SessionService sessions;

    AuthVerticle(AccountService accounts, PasswordService passwords, SessionService sessions) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
    }

    @Override
    public Future<?> start() {
        Accounts.CREATE.serve(vertx, accounts::create);
        Accounts.FIND.serve(vertx, accounts::find);
        Accounts.LOG_IN.serve(vertx, passwords::logIn);
        Accounts.CHANGE_PASSWORD.serve(vertx, passwords::changePassword);
        Accounts.VERIFY_PASSWORD.serve(vertx, passwords::verifyPassword);
        Accounts.REFRESH.serve(vertx, sessions::refresh);
        Accounts.LOG_OUT.serve(vertx, sessions::logOut);
        return Future.succeededFuture();
    }
}

package org.creneau.auth;

import io.vertx.core.Future;
import java.util.Optional;

/** Checks access tokens, on the caller's event loop. A token seen before costs a look into a bounded cache. */
public interface TokenVerifier {

    /** Empty when the token is malformed, foreign, expired, or its session has ended. Fails only when keys are out of reach. */
    Future<Optional<Accounts.Principal>> verify(String token);
}

package org.creneau.http;

import io.vertx.core.Future;

/** Serves one operation. The request has been checked against the contract. */
@FunctionalInterface
public interface OperationHandler {

    /** Fails only for what nobody expects, and when the answer is not known. */
    Future<Reply> handle(Call call);
}

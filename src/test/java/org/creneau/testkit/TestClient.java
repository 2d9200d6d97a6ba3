package org.creneau.testkit;

import java.util.UUID;

/**
 * Somebody who may book, without an account.
 *
 * @param token an access token, good on every node for longer than any test
 */
public record TestClient(UUID id, String token) {

    @Override
    public String toString() {
        return "TestClient[" + id + "]";
    }
}

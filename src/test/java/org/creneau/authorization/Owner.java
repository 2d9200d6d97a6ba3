package org.creneau.authorization;

import org.creneau.testkit.TestClient;

/**
 * Whose business it is.
 *
 * @param booking the booking, or the hold; "none" when there is none
 */
record Owner(TestClient client, String booking) {}

package org.creneau.authorization;

import static org.creneau.authorization.Rule.accounts;
import static org.creneau.authorization.Rule.ownersOnly;

/** What is held about a client, and who may use it. */
final class PrivacyRules extends FeatureRules {

    PrivacyRules() {
        on("exportMyData", accounts("200"));
        // Let in, but the wrong password.
        on("eraseMe", accounts("401 bad-credentials")).needsAccount().sends(AccountRules.wrongPassword());
        on("listMyAccesses", accounts("200"));
        on("listMyConsents", accounts("200"));
        on("withdrawMyConsent", ownersOnly());
    }
}

package org.creneau;

import java.util.List;
import java.util.stream.Stream;
import org.creneau.access.Scope;
import org.creneau.partner.PartnerSystems.Issued;
import org.creneau.partner.PartnerSystems.PartnerSystem;
import org.creneau.partner.PartnerSystems.Secret;

/** What {@code creneau partner …} prints about a system. */
final class PartnerLines {

    private PartnerLines() {}

    /** With what it comes in, as OAuth 2 names it. */
    static List<String> credentials(Issued issued) {
        String id = "client_id: " + issued.system().id();
        return issued.secret() == null ? List.of(id) : List.of(id, "client_secret: " + issued.secret());
    }

    static List<String> system(PartnerSystem system) {
        String line = "system " + system.id() + " of " + system.organisation() + ": " + system.name() + "; "
                + Scope.format(system.scopes());
        String ended = system.disabledAt() == null ? "" : "; disabled since " + system.disabledAt();
        return Stream.concat(Stream.of(line + ended), system.secrets().stream().map(PartnerLines::secret))
                .toList();
    }

    private static String secret(Secret secret) {
        String kind = secret.publicKey() == null ? "secret" : "public key";
        String line = "  " + kind + " " + secret.id() + " of " + secret.createdAt();
        if (secret.revokedAt() != null) {
            return line + ", revoked at " + secret.revokedAt();
        }
        return secret.expiresAt() == null ? line : line + ", good until " + secret.expiresAt();
    }
}

package org.creneau.client;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file of a registered client.
 *
 * @param number « Numéro de client rendez-vous »
 * @param version counts the changes
 * @param declarationVersion of the text that was accepted; null when an import brought the file
 */
public record ClientFile(
        UUID clientId,
        long number,
        int version,
        ImmigrationStatus status,
        Identity identity,
        Contact contact,
        Complementary complementary,
        @Nullable String declarationVersion,
        @Nullable Instant declaredAt,
        String language,
        Instant registeredAt,
        Instant updatedAt) {

    /** The same with other contents. */
    ClientFile with(ImmigrationStatus newStatus, String email, Contact newContact, Complementary newComplementary) {
        return new ClientFile(
                clientId,
                number,
                version,
                newStatus,
                identity.withEmail(email),
                newContact,
                newComplementary,
                declarationVersion,
                declaredAt,
                language,
                registeredAt,
                updatedAt);
    }

    /** Whether a registration said just what the file says now. */
    boolean says(Form form) {
        String given = form.identity().clientNumber();
        boolean ownNumber = given == null || given.equals(String.valueOf(number));
        return ownNumber
                && status.equals(form.status())
                && identity.equals(form.identity().withoutClientNumber())
                && contact.equals(form.contact())
                && complementary.equals(form.complementary());
    }

    @Override
    public String toString() {
        return "ClientFile[" + clientId + "]";
    }
}

package org.creneau.event;

/** Whose events are written at all: those of organisations with a system that may read them. */
final class Followed {

    private Followed() {}

    /** A condition about an expression that names an organisation. */
    static String organisation(String organisation) {
        return """
                exists (
                    select from partner_system
                    where partner_system.organisation_id = %s and 'events' = any (partner_system.scopes)
                      and partner_system.disabled_at is null)""".formatted(organisation);
    }
}

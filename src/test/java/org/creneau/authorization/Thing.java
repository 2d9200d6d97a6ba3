package org.creneau.authorization;

/** What the path or the body names. */
enum Thing {
    /** What is the owner's, or the organisation's; or a slot or type, which are everybody's. */
    THERE,
    UNKNOWN,
    MALFORMED
}

/** Who may do what, decided here for everybody: by role, organisation and consent. */
@org.jspecify.annotations.NullMarked
package org.creneau.access;

/** How long a node takes from its start until it is ready. */
@org.jspecify.annotations.NullMarked
package org.creneau.loadtest.start;

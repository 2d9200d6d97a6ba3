/** The release: a crowd that waits for one instant and then wants the same few seats. */
@org.jspecify.annotations.NullMarked
package org.creneau.loadtest.rush;

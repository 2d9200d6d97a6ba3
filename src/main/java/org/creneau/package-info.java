/** The command line and what every other package is put together from. */
@org.jspecify.annotations.NullMarked
package org.creneau;

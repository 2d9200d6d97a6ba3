/** Steps of the build: what would otherwise be done at each start of a node. */
@org.jspecify.annotations.NullMarked
package org.creneau.build;

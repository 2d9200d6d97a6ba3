/** For operators: health, metrics, migrations, the invariants' checker, the comparison of Redis with PostgreSQL. */
@org.jspecify.annotations.NullMarked
package org.creneau.ops;

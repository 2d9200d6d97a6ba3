/** Settings: immutable records, read once and validated in one place. */
@org.jspecify.annotations.NullMarked
package org.creneau.config;

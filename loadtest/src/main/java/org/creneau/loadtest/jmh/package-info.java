/** Micro-benchmarks of the product's inner loops, through its public API. */
@org.jspecify.annotations.NullMarked
package org.creneau.loadtest.jmh;

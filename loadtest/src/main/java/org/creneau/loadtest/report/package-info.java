/** What a run leaves behind: figures for machines, a page for people. */
@org.jspecify.annotations.NullMarked
package org.creneau.loadtest.report;

/** What a run leaves behind: figures for machines, a page for people; and where they were measured. */
@org.jspecify.annotations.NullMarked
package org.creneau.loadtest.report;

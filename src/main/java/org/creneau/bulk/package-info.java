/** The public offer as a feed for aggregators (SMART Scheduling Links), so that nobody need scrape. */
@org.jspecify.annotations.NullMarked
package org.creneau.bulk;

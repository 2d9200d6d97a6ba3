/** Many who watch the seats left: what a stream costs a node, and how soon each hears of a change. */
@org.jspecify.annotations.NullMarked
package org.creneau.loadtest.stream;

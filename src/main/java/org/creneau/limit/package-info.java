/**
 * How often somebody may call: limits for each address and for each account, which all nodes keep together.
 *
 * <p>One algorithm everywhere (GCRA, a token bucket in one number): in {@link org.creneau.limit.Limit} in this node's
 * memory, which costs a call next to nothing, and in {@code redis/limit.lua} for all nodes together. What is expensive
 * asks both; all else is counted here and compared with the other nodes in the background.
 */
@org.jspecify.annotations.NullMarked
package org.creneau.limit;

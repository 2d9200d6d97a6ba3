/** Nodes of Créneau and the servers behind them, as processes: started, watched, ended. */
@org.jspecify.annotations.NullMarked
package org.creneau.loadtest.node;

@org.jspecify.annotations.NullMarked
package org.creneau.planning;

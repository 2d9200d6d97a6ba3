@org.jspecify.annotations.NullMarked
package org.creneau.partner;

/** What tests share: real servers, data of their own, an HTTP client that checks the contract. */
@org.jspecify.annotations.NullMarked
package org.creneau.testkit;

/**
 * The public face: turns requests into command records and results into responses. HTTP and nothing else.
 *
 * <p>{@link org.creneau.http.HttpVerticle} serves; {@link org.creneau.http.HttpFront} holds what its instances share.
 * The router is built from {@code openapi.yaml}, operation by operation; what each of them does is in {@code http.api}.
 */
@org.jspecify.annotations.NullMarked
package org.creneau.http;

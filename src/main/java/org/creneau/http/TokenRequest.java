package org.creneau.http;

import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.creneau.partner.PartnerTokens.Proof;
import org.jspecify.annotations.Nullable;

/** A request for a token by a client's own credentials (RFC 6749, sections 2.3.1, 3.2, 4.4.2; RFC 7523, section 2.2), as it was read. */
sealed interface TokenRequest {

    String CLIENT_CREDENTIALS = "client_credentials";
    String INVALID_CLIENT = "invalid_client";
    String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /**
     * One that can be looked at.
     *
     * @param clientId null: an assertion says it
     * @param scope null: none was named
     */
    record Asked(
            @Nullable String clientId,
            Proof proof,
            @Nullable String scope) implements TokenRequest {}

    /**
     * What is wrong with it.
     *
     * @param error one of section 5.2
     * @param description in English, for whoever writes a client
     */
    record Fault(String error, String description) implements TokenRequest {

        int status() {
            return error.equals(INVALID_CLIENT) ? 401 : 400;
        }
    }

    Fault TWO_WAYS = new Fault("invalid_request", "the client must authenticate in one way only");

    /** What the header says, decoded. */
    record Basic(String id, String secret) {
        @Override
        public String toString() {
            return "Basic[" + id + "]";
        }

        private static final String SCHEME = "basic ";

        /** Both parts are form-encoded before they are put together (section 2.3.1). Empty when it is none. */
        static Optional<Basic> read(String authorization) {
            if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                return Optional.empty();
            }
            try {
                byte[] decoded = Base64.getDecoder()
                        .decode(authorization.substring(SCHEME.length()).strip());
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(decoded))
                        .toString();
                int colon = text.indexOf(':');
                return colon < 0
                        ? Optional.empty()
                        : Optional.of(new Basic(
                                URLDecoder.decode(text.substring(0, colon), StandardCharsets.UTF_8),
                                URLDecoder.decode(text.substring(colon + 1), StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException | CharacterCodingException malformed) {
                return Optional.empty();
            }
        }
    }

    /**
     * Reads a request.
     *
     * @param authorization the header; null: none
     */
    static TokenRequest read(@Nullable String authorization, MultiMap form) {
        for (String name : form.names()) {
            if (form.getAll(name).size() > 1) {
                return new Fault("invalid_request", "a parameter is given twice");
            }
        }
        String grantType = value(form, "grant_type");
        if (grantType == null) {
            return new Fault("invalid_request", "grant_type is missing");
        }
        if (!grantType.equals(CLIENT_CREDENTIALS)) {
            return new Fault("unsupported_grant_type", "grant_type must be " + CLIENT_CREDENTIALS);
        }
        String id = value(form, "client_id");
        String secret = value(form, "client_secret");
        String scope = value(form, "scope");
        String assertion = value(form, "client_assertion");
        if (assertion != null || value(form, "client_assertion_type") != null) {
            return authorization != null || secret != null ? TWO_WAYS : signed(form, id, assertion, scope);
        }
        if (authorization == null) {
            return id == null || secret == null
                    ? new Fault(INVALID_CLIENT, "the client must say who it is")
                    : new Asked(id, new Proof.Secret(secret), scope);
        }
        return Basic.read(authorization)
                .map(basic -> agreed(basic, id, secret, scope))
                .orElseGet(() -> new Fault(INVALID_CLIENT, "the Authorization header cannot be read"));
    }

    private static TokenRequest signed(
            MultiMap form, @Nullable String id, @Nullable String assertion, @Nullable String scope) {
        if (assertion == null) {
            return new Fault("invalid_request", "client_assertion is missing");
        }
        return ASSERTION_TYPE.equals(value(form, "client_assertion_type"))
                ? new Asked(id, new Proof.Assertion(assertion), scope)
                : new Fault("invalid_request", "client_assertion_type must be " + ASSERTION_TYPE);
    }

    private static TokenRequest agreed(
            Basic basic, @Nullable String id, @Nullable String secret, @Nullable String scope) {
        // To name oneself once more is harmless; a second secret is a second way to authenticate.
        return secret != null || (id != null && !id.equals(basic.id()))
                ? TWO_WAYS
                : new Asked(basic.id(), new Proof.Secret(basic.secret()), scope);
    }

    /** Null when it is missing or empty, which is the same (section 3.2). Names of parameters are in lower case. */
    private static @Nullable String value(MultiMap form, String name) {
        List<String> values = form.getAll(name);
        return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
    }
}

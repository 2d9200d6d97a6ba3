package org.creneau.http;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.SecurityRequirement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.creneau.access.Entrance;
import org.creneau.access.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What the contract says about the requests of one operation.
 *
 * @param query query parameters by name; there are no others
 * @param headers header parameters; requests have others too
 * @param body null: the operation has none
 * @param entrance whom it lets in
 */
record OperationSpec(
        String id,
        Map<String, Param> query,
        Collection<Param> headers,
        @Nullable Body body,
        Entrance entrance) {

    /** Whether it needs a token. */
    boolean secured() {
        return !(entrance instanceof Entrance.Everybody);
    }

    /**
     * A query or header parameter.
     *
     * @param fallback what counts when it is left out; null: nothing
     */
    record Param(
            String name,
            boolean required,
            Shape shape,
            @Nullable Object fallback) {}

    /** What a request brings along. */
    sealed interface Body {

        /** As requests name it. */
        String mediaType();

        /** Checked against the contract. */
        record JsonBody(Shape shape) implements Body {
            @Override
            public String mediaType() {
                return "application/json";
            }
        }

        /** A file, which its feature reads. */
        record CsvBody() implements Body {
            @Override
            public String mediaType() {
                return "text/csv";
            }
        }
    }

    static OperationSpec of(Operation operation) {
        List<Parameter> parameters = operation.getParameters();
        return new OperationSpec(
                operation.getOperationId(),
                params(parameters, Location.QUERY).stream().collect(Collectors.toMap(Param::name, Function.identity())),
                params(parameters, Location.HEADER),
                body(operation),
                entrance(operation));
    }

    /** By the name of the security scheme; the roles of employees are schemes, because only OAuth 2 has scopes. */
    private static Entrance entrance(Operation operation) {
        List<SecurityRequirement> requirements = operation.getSecurityRequirements();
        if (requirements.isEmpty()) {
            return new Entrance.Everybody();
        }
        SecurityRequirement only = requirements.get(0);
        if (requirements.size() > 1 || only.size() != 1) {
            throw new IllegalArgumentException(operation.getOperationId() + " must let in one kind of actor");
        }
        String scheme = only.getNames().iterator().next();
        return switch (scheme) {
            case "bearer" -> new Entrance.Accounts();
            case "agent" -> new Entrance.Employees(false, false);
            case "manager" -> new Entrance.Employees(true, false);
            case "partnerAgent" -> new Entrance.PartnerEmployees();
            case "ministryManager" -> new Entrance.Employees(true, true);
            case "partner" ->
                new Entrance.Partners(only.getScopes(scheme).stream()
                        .map(scope -> Scope.of(scope).orElseThrow())
                        .collect(Collectors.toSet()));
            default -> throw new IllegalArgumentException("an unknown security scheme: " + scheme);
        };
    }

    private static List<Param> params(List<Parameter> parameters, Location in) {
        return parameters.stream()
                .filter(parameter -> parameter.getIn() == in)
                .map(parameter -> {
                    JsonObject schema = json(parameter.getSchema());
                    Shape shape = ShapeCompiler.compile(schema);
                    Object fallback = schema.getValue("default");
                    return new Param(
                            parameter.getName(),
                            parameter.isRequired(),
                            shape,
                            fallback == null ? null : shape.parse(fallback.toString()));
                })
                .toList();
    }

    private static @Nullable Body body(Operation operation) {
        if (operation.getRequestBody() == null) {
            return null;
        }
        if (operation.getRequestBody().getContent().containsKey(Contract.CSV)) {
            return new Body.CsvBody();
        }
        MediaType json = operation.getRequestBody().getContent().get(MediaType.APPLICATION_JSON);
        if (json == null || !operation.getRequestBody().isRequired()) {
            throw new IllegalArgumentException(
                    operation.getOperationId() + " must have a JSON body, a CSV file or none");
        }
        return new Body.JsonBody(ShapeCompiler.compile(json(json.getSchema())));
    }

    private static JsonObject json(JsonSchema schema) {
        if (schema instanceof JsonObject json) {
            return json;
        }
        throw new IllegalArgumentException("a request schema that is just true or false");
    }
}

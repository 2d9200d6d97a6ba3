package org.creneau.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.creneau.core.FieldProblem;

/**
 * The contract, {@code openapi.yaml}.
 *
 * @param source as it is published
 * @param model as Vert.x knows it, which needs {@link #PROBLEM_JSON} in place of {@code application/problem+json},
 *     {@link #PDF} of {@code application/pdf}, {@link #CSV} of {@code text/csv}, and plain text of streams of events
 * @param operations by operationId
 */
public record Contract(Buffer source, OpenAPIContract model, Map<String, OperationSpec> operations) {

    /** The one base path; the loader refuses a contract with several. */
    public static final String BASE_PATH = "/api/v1";

    /** Vert.x takes no JSON types but {@code application/json} and those of vendors, so problems get such a name here. */
    public static final String PROBLEM_JSON = "application/vnd.creneau.problem+json";

    /** Nor does it take documents, which it only passes on. */
    public static final String PDF = "text/plain";

    /** Nor CSV, which is read by who takes it. */
    static final String CSV = "text/plain";

    private static final ObjectMapper YAML = new YAMLMapper();

    public static Future<Contract> load(Vertx vertx) {
        Buffer source = read();
        return OpenAPIContract.from(vertx, parse(source))
                .map(model -> new Contract(
                        source,
                        model,
                        model.operations().stream()
                                .map(OperationSpec::of)
                                .collect(Collectors.toUnmodifiableMap(OperationSpec::id, Function.identity()))));
    }

    private static Buffer read() {
        try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
            return Buffer.buffer(Objects.requireNonNull(in, "openapi.yaml").readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject parse(Buffer source) {
        try {
            String json = YAML.readTree(source.getBytes()).toString();
            JsonObject contract =
                    new JsonObject(json.replace("\"application/problem+json\":", '"' + PROBLEM_JSON + "\":")
                            .replace("\"application/pdf\":", '"' + PDF + "\":")
                            .replace("\"text/csv\":", '"' + CSV + "\":")
                            .replace("\"text/event-stream\":", "\"text/plain\":"));
            // Vert.x wants absolute servers, of which it takes the path; we do not know by which names we are called.
            contract.getJsonArray("servers").getJsonObject(0).put("url", "http://localhost" + BASE_PATH);
            return contract;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What an operation would refuse in a body, for those who do not come over HTTP.
     *
     * @param operationId of an operation that takes JSON
     */
    public List<FieldProblem> problems(String operationId, JsonObject body) {
        Faults faults = new Faults();
        if (operation(operationId).body() instanceof OperationSpec.Body.JsonBody json) {
            json.shape().check(body, "", faults);
            return faults.list();
        }
        throw new IllegalArgumentException(operationId + " takes no JSON");
    }

    OperationSpec operation(String id) {
        return Objects.requireNonNull(operations.get(id), id);
    }

    /** The methods that a path takes; empty when there is no such path. */
    List<HttpMethod> methods(String path) {
        Path found = model.findPath(path);
        return found == null
                ? List.of()
                : found.getOperations().stream().map(Operation::getHttpMethod).toList();
    }
}

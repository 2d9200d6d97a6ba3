package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIVersion;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import io.vertx.openapi.contract.impl.OpenAPIContractImpl;
import io.vertx.openapi.impl.OpenAPIFormatValidator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.creneau.core.FieldProblem;

/**
 * The contract, {@code openapi.yaml}. Nodes read it as {@link ContractFile} wrote it, which has checked it: Vert.x
 * would do so at each start, for about a second.
 *
 * @param source as it is published
 * @param model as Vert.x knows it
 * @param operations by operationId
 */
public record Contract(Buffer source, OpenAPIContract model, Map<String, OperationSpec> operations) {

    /** The one base path; the loader refuses a contract with several. */
    public static final String BASE_PATH = "/api/v1";

    /** How problems are called in the model; see {@link ContractFile}. */
    public static final String PROBLEM_JSON = "application/vnd.creneau.problem+json";

    /** Likewise documents. */
    public static final String PDF = "text/plain";

    /** Likewise files of rows. */
    static final String CSV = "text/plain";

    private static final String PUBLISHED = "openapi.yaml";

    private static final String FOR_NODES = "openapi.json";

    private static final String MAKE = ": `mvn process-classes` makes it";

    /** Vert.x names parts of a contract by addresses below some address. */
    private static final String ADDRESS = "app://contract";

    /** The same for the whole process: read once, beside whatever else there is to do. */
    private static final class Reading {
        static final CompletableFuture<Contract> ONCE = CompletableFuture.supplyAsync(Contract::read);
    }

    /** Lets the contract be read by a thread of its own, as early as possible: it takes some tenths of a second. */
    public static void startReading() {
        Objects.requireNonNull(Reading.ONCE);
    }

    /** The contract, as soon as it has been read. */
    public static Future<Contract> load(Vertx vertx) {
        return Future.fromCompletionStage(Reading.ONCE, vertx.getOrCreateContext());
    }

    private static Contract read() {
        return of(resource(PUBLISHED), resource(FOR_NODES));
    }

    static Contract of(Buffer published, Buffer forNodes) {
        JsonObject contract = forNodes.toJsonObject();
        if (!ContractFile.digest(published).equals(contract.remove(ContractFile.MADE_OF))) {
            throw new IllegalStateException(FOR_NODES + " was made of another " + PUBLISHED + MAKE);
        }
        // As Vert.x sets them up for OpenAPI 3.0; whoever checks answers by the model needs it so.
        SchemaRepository schemas = SchemaRepository.create(
                new JsonSchemaOptions()
                        .setBaseUri(ADDRESS)
                        .setDraft(Draft.DRAFT4)
                        .setOutputFormat(OutputFormat.Basic),
                new OpenAPIFormatValidator());
        schemas.dereference(JsonSchema.of(contract));
        OpenAPIContract model =
                new OpenAPIContractImpl(schemas.resolve(contract), OpenAPIVersion.fromContract(contract), schemas);
        return new Contract(
                published,
                model,
                model.operations().stream()
                        .map(OperationSpec::of)
                        .collect(Collectors.toUnmodifiableMap(OperationSpec::id, Function.identity())));
    }

    private static Buffer resource(String name) {
        try (InputStream in = Contract.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not there" + MAKE);
            }
            return Buffer.buffer(in.readAllBytes());
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

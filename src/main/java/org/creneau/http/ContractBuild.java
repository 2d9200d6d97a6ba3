package org.creneau.http;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/**
 * A step of the build: refuses an {@code openapi.yaml} that is no valid OpenAPI, and writes it as nodes read it. A node would
 * need two seconds of a core for both, at each start.
 */
public final class ContractBuild {

    private ContractBuild() {}

    /** @param args the contract, and the file that is to be written */
    public static void main(String[] args) throws IOException, ExecutionException, InterruptedException {
        JsonObject contract = forVertx(Files.readString(Path.of(args[0])));
        Vertx vertx = Vertx.vertx();
        try {
            checked(vertx, contract.copy())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
        Files.writeString(Path.of(args[1]), contract.encode());
    }

    /** The contract by all rules of OpenAPI; fails with the first that it breaks. */
    static Future<OpenAPIContract> checked(Vertx vertx, JsonObject contract) {
        return OpenAPIContract.from(vertx, contract);
    }

    /**
     * Vert.x takes no JSON types but {@code application/json} and those of vendors, so problems get such a name; nor
     * documents, files of rows and streams of events, which it only passes on: to it they are plain text.
     */
    static JsonObject forVertx(String yaml) throws IOException {
        String json = new YAMLMapper()
                .readTree(yaml)
                .toString()
                .replace("\"application/problem+json\":", '"' + Contract.PROBLEM_JSON + "\":")
                .replace("\"application/pdf\":", '"' + Contract.PDF + "\":")
                .replace("\"text/csv\":", '"' + Contract.CSV + "\":")
                .replace("\"text/event-stream\":", "\"text/plain\":");
        JsonObject contract = new JsonObject(json);
        // Vert.x wants absolute servers, of which it takes the path; we do not know by which names we are called.
        contract.getJsonArray("servers").getJsonObject(0).put("url", "http://localhost" + Contract.BASE_PATH);
        return contract;
    }
}

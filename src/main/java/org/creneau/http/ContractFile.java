package org.creneau.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the build makes of {@code openapi.yaml}, for {@link Contract}. */
public final class ContractFile {

    /** Where the digest of the contract stands in what was made of it. */
    static final String MADE_OF = "x-made-of";

    private ContractFile() {}

    /** The contract as nodes read it; fails unless it keeps to all rules of OpenAPI. */
    public static Future<Buffer> of(Vertx vertx, Buffer published) {
        JsonObject contract = forVertx(published.toString());
        return checked(vertx, contract.copy())
                .map(valid -> contract.put(MADE_OF, digest(published)).toBuffer());
    }

    static String digest(Buffer published) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(published.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each Java has it
        }
    }

    /** Vert.x's own way to read a contract; fails with the first rule that it breaks. */
    static Future<OpenAPIContract> checked(Vertx vertx, JsonObject contract) {
        return OpenAPIContract.from(vertx, contract);
    }

    /**
     * Vert.x takes no JSON types but {@code application/json} and those of vendors, so problems get such a name; nor
     * documents, files of rows and streams of events, which it only passes on: to it they are plain text.
     */
    static JsonObject forVertx(String yaml) {
        String json = json(yaml)
                .replace("\"application/problem+json\":", '"' + Contract.PROBLEM_JSON + "\":")
                .replace("\"application/pdf\":", '"' + Contract.PDF + "\":")
                .replace("\"text/csv\":", '"' + Contract.CSV + "\":")
                .replace("\"text/event-stream\":", "\"text/plain\":");
        JsonObject contract = new JsonObject(json);
        // Vert.x wants absolute servers, of which it takes the path; we do not know by which names we are called.
        contract.getJsonArray("servers").getJsonObject(0).put("url", "http://localhost" + Contract.BASE_PATH);
        return contract;
    }

    private static String json(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the contract is no YAML", e);
        }
    }
}

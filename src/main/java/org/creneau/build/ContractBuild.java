package org.creneau.build;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.creneau.http.ContractFile;

/** A step of the build: refuses an {@code openapi.yaml} that is no valid OpenAPI, and writes it as nodes read it. */
public final class ContractBuild {

    private ContractBuild() {}

    /** @param args the contract, and the file that is to be written */
    public static void main(String[] args) throws IOException, ExecutionException, InterruptedException {
        Buffer published = Buffer.buffer(Files.readAllBytes(Path.of(args[0])));
        Vertx vertx = Vertx.vertx();
        try {
            Buffer made = ContractFile.of(vertx, published)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            Files.write(Path.of(args[1]), made.getBytes());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }
}

package org.creneau.loadtest.rush;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Somebody with an access token. */
final class Person {

    private final UUID id;
    private final byte[] token;

    private Person(UUID id, byte[] token) {
        this.id = id;
        this.token = token;
    }

    /** The token's subject. */
    UUID id() {
        return id;
    }

    /** In ASCII, as it stands in the header; not to be changed. */
    byte[] token() {
        return token;
    }

    /**
     * Reads people from a file with one token a line.
     *
     * @param most as many as are wanted; fewer in the file are an error
     */
    static List<Person> read(Path tokens, int most) {
        List<Person> people = new ArrayList<>(most);
        try (BufferedReader lines = Files.newBufferedReader(tokens, StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null && people.size() < most; line = lines.readLine()) {
                if (!line.isBlank()) {
                    people.add(of(line.strip()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (people.size() < most) {
            throw new IllegalArgumentException(
                    tokens + " has " + people.size() + " tokens; --clients asks for " + most);
        }
        return people;
    }

    private static Person of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a line of the token file is no token");
        }
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        return new Person(
                UUID.fromString(new JsonObject(claims).getString("sub")), token.getBytes(StandardCharsets.US_ASCII));
    }
}

package org.creneau.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar says what it is made of. */
class BillOfMaterialsIT {

    /**
     * Libraries that others of the list have swallowed: jctools is part of netty-common, the next two of woodstox-core, the
     * rest of angus-mail.
     */
    private static final Set<String> SWALLOWED = Set.of(
            "org.jctools:jctools-core",
            "com.sun.xml.bind.jaxb:isorelax",
            "net.java.dev.msv:xsdlib",
            "org.eclipse.angus:angus-core",
            "org.eclipse.angus:smtp",
            "org.eclipse.angus:imap",
            "org.eclipse.angus:pop3",
            "org.eclipse.angus:logging-mailhandler");

    private static JsonObject bill;

    @BeforeAll
    static void read() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("creneau.jar"));
                InputStream in = jar.getInputStream(jar.getEntry("META-INF/sbom/bom.json"))) {
            bill = new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Set<String> names() {
        return components().stream()
                .map(JsonObject.class::cast)
                .map(component -> component.getString("group") + ":" + component.getString("name"))
                .collect(Collectors.toSet());
    }

    private static JsonArray components() {
        return bill.getJsonArray("components");
    }

    @Test
    void itIsOfThisJar() {
        assertEquals("CycloneDX", bill.getString("bomFormat"));
        JsonObject subject = bill.getJsonObject("metadata").getJsonObject("component");
        assertEquals("org.creneau:creneau", subject.getString("group") + ":" + subject.getString("name"));
    }

    @Test
    void everyPartHasAVersionAPurlAndADigest() {
        for (Object each : components()) {
            JsonObject component = (JsonObject) each;
            assertFalse(component.getString("version", "").isEmpty(), component::encode);
            assertTrue(component.getString("purl", "").startsWith("pkg:maven/"), component::encode);
            assertFalse(component.getJsonArray("hashes", new JsonArray()).isEmpty(), component::encode);
        }
    }

    @Test
    void itListsWhatIsInTheJarAndNotWhatTestsUse() {
        Set<String> names = names();
        for (String part : Set.of(
                "io.vertx:vertx-core",
                "io.vertx:vertx-pg-client",
                "io.netty:netty-common",
                "org.postgresql:postgresql",
                "ch.qos.logback:logback-classic")) {
            assertTrue(names.contains(part), () -> part + " is not in " + names);
        }
        for (String part : Set.of("org.junit.jupiter:junit-jupiter", "org.testcontainers:testcontainers")) {
            assertFalse(names.contains(part), part);
        }
    }

    /** Every library that Maven left its mark of in the jar is listed. */
    @Test
    void nothingInTheJarIsMissing() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("creneau.jar"))) {
            Set<String> marks = jar.stream()
                    .map(entry -> entry.getName().split("/", -1))
                    .filter(path -> path.length == 5
                            && path[0].equals("META-INF")
                            && path[1].equals("maven")
                            && path[4].equals("pom.properties"))
                    .map(path -> path[2] + ":" + path[3])
                    .filter(name -> !name.equals("org.creneau:creneau"))
                    .collect(Collectors.toSet());
            assertFalse(marks.isEmpty());
            marks.removeAll(names());
            marks.removeAll(SWALLOWED);
            assertEquals(Set.of(), marks);
        }
        assertNotNull(bill.getJsonArray("dependencies"));
    }
}

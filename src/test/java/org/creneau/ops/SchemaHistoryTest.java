package org.creneau.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SchemaHistoryTest {

    /** What has been applied somewhere cannot be taken back: Flyway would refuse such a database. */
    @Test
    void migrationsThatHaveLandedStayAsTheyAre() throws IOException {
        Properties landed = new Properties();
        try (InputStream in = SchemaHistoryTest.class.getResourceAsStream("/landed-migrations.properties")) {
            landed.load(in);
        }
        assertEquals(new TreeMap<>(landed), new TreeMap<>(SchemaHistory.checksums()));
    }
}

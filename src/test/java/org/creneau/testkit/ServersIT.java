package org.creneau.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ServersIT {

    @Test
    void eachCallGivesAMigratedDatabaseAndARedisOfItsOwn() throws Exception {
        String first = TestServers.newDatabase();
        assertNotEquals(first, TestServers.newDatabase());
        assertNotEquals(TestServers.newRedis(), TestServers.newRedis());
        try (var connection = TestServers.connect(first);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from booking")) {
            assertTrue(rows.next());
            assertEquals(0, rows.getInt(1));
        }
    }
}

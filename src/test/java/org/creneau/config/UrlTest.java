package org.creneau.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class UrlTest {

    @Test
    void partsOfADatabaseUrlAreDecoded() {
        PostgresUrl url =
                PostgresUrl.parse("postgresql://us%40er:p%3Aa+ss%2F@db.example.org:5433/na%20me?sslmode=require");
        assertEquals(new PostgresUrl("db.example.org", 5433, "us@er", "p:a+ss/", "na me", "require"), url);
        assertEquals("db.example.org:5433/na me", url.toString());
        assertFalse(url.jdbc().contains("ss/"), url.jdbc());
    }

    @Test
    void portAndPasswordMayBeLeftOut() {
        assertEquals(
                new PostgresUrl("[::1]", 5432, "user", "", "name", "prefer"),
                PostgresUrl.parse("postgres://user@[::1]/name"));
    }

    @Test
    void verifyingTlsUsesTheJvmsTrust() {
        assertTrue(PostgresUrl.parse("postgresql://a:b@c/d?sslmode=verify-full")
                .jdbc()
                .contains("DefaultJavaSSLFactory"));
    }

    @Test
    void redisUrlsNameOneServerOrACluster() {
        assertEquals(List.of(new RedisUrl("redis://:p@a:1/3", "a", 1, 3)), RedisUrl.parseAll("redis://:p@a:1/3"));
        assertEquals("a:1/3", RedisUrl.parseAll("redis://:p@a:1/3").get(0).toString());
        assertEquals(
                List.of(new RedisUrl("rediss://a", "a", 6379, 0), new RedisUrl("rediss://b:2", "b", 2, 0)),
                RedisUrl.parseAll("rediss://a, rediss://b:2"));
    }
}

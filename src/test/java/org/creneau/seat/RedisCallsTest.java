package org.creneau.seat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.redis.client.impl.types.ErrorType;
import java.io.IOException;
import org.creneau.core.Overloaded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What says that Redis may be away, and what does not. */
class RedisCallsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECTION_CLOSED",
                "LOADING Redis is loading the dataset in memory",
                "READONLY You can't write against a read only replica.",
                "MASTERDOWN Link with MASTER is down",
                "CLUSTERDOWN The cluster is down",
                "OOM command not allowed when used memory > 'maxmemory'.",
                "NOREPLICAS Not enough good replicas to write. script: d8f2fad9f8e86a53d2a6ebd960b33c4972cacc37, on @user_script:18.",
                "ERR Error running script (call to f_d8f2fad9f8e86a53d2a6ebd960b33c4972cacc37): @user_script:18: "
                        + "@user_script: 18: -OOM command not allowed when used memory > 'maxmemory'."
            })
    void aServerThatCannotServeIsAway(String said) {
        assertTrue(RedisCalls.lost(ErrorType.create(said)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERR wrong number of arguments",
                "NOSCRIPT No matching script",
                "WRONGTYPE Operation",
                "ERR Error running script (call to f_d8f2fad9f8e86a53d2a6ebd960b33c4972cacc37): @user_script:18: "
                        + "@user_script: 18: -WRONGTYPE Operation against a key holding the wrong kind of value"
            })
    void aServerThatRefusesACommandIsThere(String said) {
        assertFalse(RedisCalls.lost(ErrorType.create(said)));
    }

    @Test
    void aLostConnectionIsTroubleOnTheWayAndAFullQueueIsOurs() {
        assertTrue(RedisCalls.lost(new IOException("reset by peer")));
        assertFalse(RedisCalls.lost(new Overloaded("Redis")));
        assertFalse(RedisCalls.lost(new ConnectionPoolTooBusyException("16 waiting")));
    }
}

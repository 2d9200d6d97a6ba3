package org.creneau.loadtest.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class PostgresInsertsTest {

    private final PostgresInserts inserts = new PostgresInserts();

    @Test
    void theBindOfAnInsertIsSeen() {
        assertFalse(inserts.seen(startup()));
        assertFalse(inserts.seen(parse("one", "with b as (insert into booking\n (id) select 1) select 1")));
        assertTrue(inserts.seen(bind("one")));
        assertTrue(inserts.seen(bind("one")), "each time it is used");
    }

    @Test
    void otherStatementsAreNot() {
        inserts.seen(startup());
        assertFalse(inserts.seen(parse("one", "insert into booking_history (booking_id) values ($1)")));
        assertFalse(inserts.seen(bind("one")));
        assertFalse(inserts.seen(parse("two", "select * from booking")));
        assertFalse(inserts.seen(bind("two")));
    }

    @Test
    void aNameThatIsUsedAgainMeansTheLaterStatement() {
        inserts.seen(startup());
        inserts.seen(parse("", "insert into booking (id) values ($1)"));
        inserts.seen(parse("", "select 1"));
        assertFalse(inserts.seen(bind("")));
    }

    /** TCP cuts where it likes, and glues. */
    @Test
    void howTheBytesArriveDoesNotMatter() {
        Buffer all = startup()
                .appendBuffer(parse("one", "insert into booking (id) values ($1)"))
                .appendBuffer(bind("one"))
                .appendBuffer(bind("other"));
        int seen = 0;
        for (int i = 0; i < all.length(); i++) {
            seen += inserts.seen(all.getBuffer(i, i + 1)) ? 1 : 0;
        }
        assertEquals(1, seen);
        assertTrue(new PostgresInserts().seen(all));
    }

    @Test
    void whatIsNotThisProtocolIsLeftAlone() {
        assertFalse(inserts.seen(Buffer.buffer("GET / HTTP/1.1\r\n\r\n")));
        assertFalse(inserts.seen(bind("one")));
    }

    private static Buffer startup() {
        return Buffer.buffer().appendInt(8).appendInt(196_608);
    }

    private static Buffer parse(String name, String sql) {
        return message('P', Buffer.buffer(name + "\0" + sql + "\0").appendShort((short) 0));
    }

    private static Buffer bind(String statement) {
        return message('B', Buffer.buffer("\0" + statement + "\0").appendInt(0));
    }

    private static Buffer message(char type, Buffer body) {
        return Buffer.buffer()
                .appendByte((byte) type)
                .appendInt(4 + body.length())
                .appendBuffer(body);
    }
}

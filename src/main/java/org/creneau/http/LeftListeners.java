package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.creneau.core.Overloaded;
import org.creneau.slot.Slots;
import org.creneau.slot.Slots.Search;
import org.creneau.slot.Slots.SearchResult;
import org.jspecify.annotations.Nullable;

/**
 * Those who watch seats left over the connections of one event loop. Several times a second each search is done again, once
 * for all who watch it, which costs next to nothing while nothing changes; a change is written to each of them. Who does
 * not read is not waited for: the stream ends, and the browser comes again and is told how things stand.
 */
public final class LeftListeners {

    /** Different searches on one event loop. */
    private static final int MOST_SEARCHES = 1_000;

    /** Done again at once: with more of them, each has its turn less often. */
    private static final int SEARCHES_AT_ONCE = 100;

    private static final long HEARTBEAT_MILLIS = 15_000;
    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");
    private static final Buffer RECONNECT = Buffer.buffer("retry: 3000\n\n");

    private record Listener(HttpConnection connection, String address) {}

    /** Those who watch one search. */
    private static final class Group {

        private final Search search;
        private final LeftStream stream;
        private final Map<HttpServerResponse, Listener> listeners = new LinkedHashMap<>();
        private LeftStream.@Nullable State told;

        private Group(Search search, LeftStream stream) {
            this.search = search;
            this.stream = stream;
        }
    }

    private final Vertx vertx;
    private final LeftStreams streams;
    private final Consumer<HttpConnection> alive;
    private final ClientAddress addresses;
    private final long timeoutMillis;
    private final Map<Search, Group> groups = new HashMap<>();
    private final Queue<Group> turns = new ArrayDeque<>();
    private boolean closed;

    /** @param alive is told that a connection is in use although no request comes */
    LeftListeners(
            Vertx vertx,
            LeftStreams streams,
            ClientAddress addresses,
            long pauseMillis,
            long timeoutMillis,
            Consumer<HttpConnection> alive) {
        this.vertx = vertx;
        this.streams = streams;
        this.addresses = addresses;
        this.timeoutMillis = timeoutMillis;
        this.alive = alive;
        vertx.setPeriodic(pauseMillis, tick -> look());
        vertx.setPeriodic(HEARTBEAT_MILLIS, tick -> beat());
    }

    /** Everybody may come again, to another node. */
    void close() {
        closed = true;
        groups.values().forEach(group -> List.copyOf(group.listeners.keySet()).forEach(HttpServerResponse::end));
    }

    /**
     * Begins to tell somebody, once the head of the answer is written.
     *
     * @param asked who wants to watch
     * @param known the state that the listener has from an earlier connection; null: none
     * @return how; fails with {@link Overloaded} when too many watch, all together or from that address
     */
    public Future<Consumer<HttpServerRequest>> open(HttpServerRequest asked, Search search, @Nullable String known) {
        String address = addresses.of(asked);
        if (closed
                || !streams.hasRoom(address, search)
                || (!groups.containsKey(search) && groups.size() >= MOST_SEARCHES)) {
            return Future.failedFuture(new Overloaded("streams"));
        }
        return found(search).map(found -> request -> join(address, search, found, known, request));
    }

    private Future<SearchResult.Found> found(Search search) {
        return Slots.SEARCH.request(vertx, search, timeoutMillis).map(result ->
                (SearchResult.Found) result); // without a cursor, none can be bad
    }

    private void join(
            String address,
            Search search,
            SearchResult.Found found,
            @Nullable String known,
            HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (closed || !streams.join(address, search)) {
            response.end(RECONNECT);
            return;
        }
        Group group = groups.computeIfAbsent(search, unknown -> {
            Group made = new Group(search, streams.of(search));
            turns.add(made);
            return made;
        });
        LeftStream.State state = group.stream.at(found.page());
        tell(group, state); // the others, so that all are at the same place
        group.told = state;
        group.listeners.put(response, new Listener(request.connection(), address));
        response.closeHandler(gone -> leave(group, response));
        response.endHandler(ended -> leave(group, response));
        response.exceptionHandler(broken -> leave(group, response));
        response.write(RECONNECT);
        response.write(state.tag().equals(known) ? HEARTBEAT : state.snapshot());
    }

    private void leave(Group group, HttpServerResponse response) {
        Listener left = group.listeners.remove(response);
        if (left == null) {
            return;
        }
        streams.leave(left.address(), group.search);
        if (group.listeners.isEmpty()) {
            groups.remove(group.search);
            turns.remove(group);
        }
    }

    private void look() {
        for (int i = Math.min(SEARCHES_AT_ONCE, turns.size()); i > 0; i--) {
            Group group = turns.remove();
            turns.add(group);
            // When it fails, the next turn comes soon.
            found(group.search).onSuccess(found -> tell(group, group.stream.at(found.page())));
        }
    }

    private void tell(Group group, LeftStream.State state) {
        LeftStream.State told = group.told;
        if (told == null || told.tag().equals(state.tag())) {
            group.told = state;
            return;
        }
        group.told = state;
        write(group, told.tag().equals(state.before()) ? state.change() : state.snapshot());
    }

    private void beat() {
        groups.values().stream().toList().forEach(group -> {
            group.listeners.values().forEach(listener -> alive.accept(listener.connection()));
            write(group, HEARTBEAT);
        });
    }

    private void write(Group group, Buffer event) {
        List.copyOf(group.listeners.entrySet()).forEach(listener -> {
            HttpServerResponse response = listener.getKey();
            if (response.writeQueueFull()) {
                streams.tooSlow();
                leave(group, response);
                listener.getValue().connection().close();
            } else {
                response.write(event);
            }
        });
    }
}

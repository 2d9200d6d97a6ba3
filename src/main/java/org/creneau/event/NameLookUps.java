package org.creneau.event;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.creneau.config.EventSettings;
import org.creneau.core.Overloaded;

/**
 * Looks up names as this machine does: in its hosts file, as it was at the start, and by the name servers, search domains
 * and options of its resolv.conf. No thread waits for an answer, so a name server that gives none holds up only those who
 * ask for its names. Whoever asks for a name that is being looked up shares the answer: the events on their way to one
 * webhook cost one look-up together.
 */
final class NameLookUps implements Targets.Names {

    /** Of one look-up, at the most: resolv.conf(5) may name three servers, each of which is asked in this time. */
    private static final long LOOK_UP_MILLIS = 5_000;

    /** Of one question to one name server. */
    private static final long QUESTION_MILLIS = 1_500;

    /** Names are remembered for as long as their answers allow, but no longer than the JVM itself would. */
    private static final int REMEMBERED_SECONDS = 30;

    /** Questions of one asker that wait for an answer: the events on their way to one webhook. */
    static final int AT_ONCE = WebhookSenderVerticle.AT_ONCE;

    private final Vertx vertx;
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final DnsNameResolver resolver;
    private final long lookUpMillis;

    // Touched on the loop only.
    private final Map<String, Promise<List<InetAddress>>> underWay = new HashMap<>();
    private final Map<UUID, Integer> asking = new HashMap<>();

    /**
     * For tests: with name servers of their own.
     *
     * @param questionMillis that one name server has
     * @param lookUpMillis after which a look-up has failed
     */
    NameLookUps(Vertx vertx, DnsServerAddressStreamProvider servers, long questionMillis, long lookUpMillis) {
        this.vertx = vertx;
        this.lookUpMillis = lookUpMillis;
        // The JDK's transport does with any, and there is little to do: one thread.
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("creneau-names", true), NioIoHandler.newFactory());
        this.loop = group.next();
        this.resolver = new DnsNameResolverBuilder(loop)
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class) // for answers that do not fit into a datagram
                .nameServerProvider(servers)
                .queryTimeoutMillis(questionMillis)
                .ttl(0, REMEMBERED_SECONDS)
                // All of them, and not those alone that come first: one that is not allowed is too many.
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .completeOncePreferredResolved(false)
                .build();
    }

    /** By the name servers of this machine. A look-up takes no longer than sending may. */
    static NameLookUps ofThisMachine(Vertx vertx, EventSettings settings) {
        return new NameLookUps(
                vertx,
                DnsServerAddressStreamProviders.platformDefault(),
                QUESTION_MILLIS,
                Math.min(LOOK_UP_MILLIS, settings.sendTimeoutMillis()));
    }

    @Override
    public Future<List<InetAddress>> addresses(String name, UUID asker) {
        PromiseInternal<List<InetAddress>> promise = ((ContextInternal) vertx.getOrCreateContext()).promise();
        loop.execute(() -> {
            if (asking.getOrDefault(asker, 0) == AT_ONCE) {
                promise.fail(new Overloaded("look-ups of names for " + asker));
                return;
            }
            asking.merge(asker, 1, Integer::sum);
            shared(name)
                    .addListener(done -> asking.computeIfPresent(asker, (id, many) -> many == 1 ? null : many - 1))
                    .addListener(promise);
        });
        return promise.future();
    }

    private Promise<List<InetAddress>> shared(String name) {
        Promise<List<InetAddress>> known = underWay.get(name);
        if (known != null) {
            return known;
        }
        Promise<List<InetAddress>> begun = loop.newPromise();
        underWay.put(name, begun);
        ScheduledFuture<?> end =
                loop.schedule(() -> begun.tryFailure(new TimeoutException(name)), lookUpMillis, TimeUnit.MILLISECONDS);
        begun.addListener(done -> {
            underWay.remove(name);
            end.cancel(false);
        });
        ask(name, begun);
        return begun;
    }

    /** Again when nobody answered, as long as there is time: a datagram may get lost. */
    private void ask(String name, Promise<List<InetAddress>> answer) {
        io.netty.util.concurrent.Future<List<InetAddress>> question = resolver.resolveAll(name);
        answer.addListener(over -> question.cancel(false)); // nobody else is asked any more
        question.addListener(done -> {
            if (done.isSuccess()) {
                answer.trySuccess(question.getNow());
            } else if (DnsNameResolver.isTimeoutError(done.cause()) && !answer.isDone()) {
                ask(name, answer);
            } else {
                answer.tryFailure(done.cause());
            }
        });
    }

    Future<Void> close() {
        resolver.close();
        PromiseInternal<Object> promise = ((ContextInternal) vertx.getOrCreateContext()).promise();
        group.shutdownGracefully(0, LOOK_UP_MILLIS, TimeUnit.MILLISECONDS).addListener(done -> promise.complete());
        return promise.future().mapEmpty();
    }
}

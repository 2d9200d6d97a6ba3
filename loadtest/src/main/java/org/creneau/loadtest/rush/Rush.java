package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.creneau.loadtest.node.MachineUsage;
import org.creneau.loadtest.node.ProcessUsage;
import org.creneau.loadtest.node.Seeding;
import org.creneau.loadtest.node.UsageSource;
import org.creneau.loadtest.node.UsageWatch;

/** One run: gather, release, watch, and afterwards look whether everything told was true. */
final class Rush {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final GeneratorOptions ONE_CONNECTION = new GeneratorOptions(1, 10, 1, 10_000);

    private final RushOptions options;
    private final Site site;
    private final PrintStream out;

    Rush(RushOptions options, Site site, PrintStream out) {
        this.options = options;
        this.site = site;
        this.out = out;
    }

    RushResult run() {
        try (Generator generator = new Generator(options.generator(), site.nodes())) {
            Journal everything = new Journal();
            List<UUID> slots = new ArrayList<>();
            site.rehearsal().ifPresent(seeding -> {
                rehearse(generator, seeding);
                everything.add(generator.journal());
                slots.addAll(seeding.slots());
            });
            out.printf(Locale.ROOT, "preparing %,d clients%n", options.crowd().clients());
            Seeding seeding = site.seed();
            slots.addAll(seeding.slots());
            try (UsageWatch usage = UsageWatch.start(sources())) {
                Round round = gather(generator, options.crowd(), options.insiders(), seeding);
                int connections = generator.connect();
                out.printf(
                        Locale.ROOT,
                        "%,d clients for %,d seats in %,d slots; seed %d; %,d connections; the slots open in %.1f s%n",
                        round.people().size(),
                        round.offer().seats(),
                        round.offer().size(),
                        round.crowd().seed(),
                        connections,
                        (round.releaseNanos() - System.nanoTime()) / 1e9);
                Instant startedAt = Instant.now();
                boolean complete = new Live(out, generator, round).watch(generator.play(round), deadline(round));
                generator.endNow();
                everything.add(generator.journal());
                return new RushResult(
                        startedAt,
                        round,
                        generator.tally(),
                        generator.journal(),
                        everything.history(),
                        slots,
                        connections,
                        complete,
                        generator.isNative(),
                        usage.sources(),
                        usage.samples());
            }
        }
    }

    private void rehearse(Generator generator, Seeding seeding) {
        Crowd crowd = options.crowd().rehearsing(options.rehearsal());
        out.printf(Locale.ROOT, "rehearsing with %,d clients%n", crowd.clients());
        Round round = gather(generator, crowd, Insiders.NONE, seeding);
        Future<Void> over = generator.play(round);
        while (!over.isComplete()) {
            if (System.nanoTime() > deadline(round)) {
                throw new IllegalStateException("the rehearsal did not come to an end");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private long deadline(Round round) {
        return round.releaseNanos()
                + TimeUnit.SECONDS.toNanos((long) round.crowd().windowSeconds() + options.patienceSeconds());
    }

    /** Everything that has to be known before the first one arrives. */
    private Round gather(Generator generator, Crowd crowd, Insiders insiders, Seeding seeding) {
        Arrivals arrivals = Arrivals.of(crowd);
        List<Person> all = Person.read(seeding.tokens(), crowd.clients() + insiders.partnerClients());
        List<Person> people = all.subList(0, crowd.clients());
        Optional<Company> company = company(insiders, all.subList(crowd.clients(), all.size()));
        Offer offer =
                generator.ask(caller -> new OfferReader(Vertx.currentContext().owner(), caller).read(seeding.slots()));
        return round(crowd, arrivals, offer, people, company, generator.ask(ServerClock::read));
    }

    private Optional<Company> company(Insiders insiders, List<Person> clients) {
        if (insiders.none()) {
            return Optional.empty();
        }
        List<UUID> ids = clients.stream().map(Person::id).toList();
        return Optional.of(new Company(insiders, Badges.issue(site.databaseUrl(), ids), ids));
    }

    private List<UsageSource> sources() {
        List<UsageSource> sources = new ArrayList<>(site.usageSources());
        sources.add(new ProcessUsage("load generator", ProcessHandle.current().pid()));
        sources.add(new MachineUsage());
        return sources;
    }

    private Round round(
            Crowd crowd,
            Arrivals arrivals,
            Offer offer,
            List<Person> people,
            Optional<Company> company,
            ServerClock clock) {
        long now = System.nanoTime();
        long opens = clock.nanosOf(offer.opensAt());
        long earliest = now + SECOND + Math.max(-arrivals.nanos(0), 0);
        if (opens < now) {
            out.println("the slots are open already: the clients are released in a few seconds");
        } else if (opens < earliest) {
            out.printf(Locale.ROOT, "the slots open %.1f s before everybody is there%n", (earliest - opens) / 1e9);
        }
        return Round.from(now, Math.max(earliest, opens), crowd, arrivals, offer, people, company, clock);
    }

    /** Looks into the database, when there is one to look into. */
    Verdict check(RushResult result) {
        if (site.databaseUrl().isEmpty()) {
            return Verdict.UNCHECKED;
        }
        try (Generator generator = new Generator(ONE_CONNECTION, site.nodes());
                Inspection inspection = new Inspection(site.databaseUrl())) {
            return inspection.check(
                    result.history(),
                    result.slots(),
                    slots -> generator.ask(caller -> LeftReader.read(caller, slots)),
                    Duration.ofSeconds(options.settleSeconds()));
        }
    }
}

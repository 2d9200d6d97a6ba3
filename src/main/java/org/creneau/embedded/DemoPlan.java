package org.creneau.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.creneau.core.Ids;
import org.creneau.embedded.DemoFiles.Appointment;
import org.creneau.embedded.DemoFiles.DemoClient;
import org.creneau.embedded.DemoFiles.Module;
import org.creneau.embedded.DemoFiles.Release;
import org.creneau.embedded.DemoFiles.Schedule;

/** Slots on the coming business days, worked out from the files and from what day it is; and who has a seat in them. */
record DemoPlan(List<DemoSlot> slots, List<DemoBooking> bookings) {

    static final int BUSINESS_DAYS = 20;
    /** Slots on the first days can be booked at once; the others open at the next release. */
    static final int OPEN_DAYS = 15;

    private static final int RELEASE_SLOT_DAY = 3;

    record Segment(Instant start, Instant end) {}

    record DemoSlot(
            UUID id,
            String type,
            String organisation,
            String location,
            List<Segment> segments,
            int capacity,
            Instant opensAt) {

        Instant start() {
            return segments.get(0).start();
        }

        Instant end() {
            return segments.get(segments.size() - 1).end();
        }
    }

    /**
     * A seat of a demo client.
     *
     * @param attended the appointment is past and was kept
     */
    record DemoBooking(UUID id, String userCode, DemoSlot slot, int seat, boolean attended) {}

    static DemoPlan of(DemoFiles files, Instant now) {
        return new Planner(files, now, new DemoCalendar()).plan();
    }

    private static final class Planner {

        private final DemoFiles files;
        private final Instant now;
        private final DemoCalendar calendar;
        private final List<DemoSlot> slots = new ArrayList<>();
        private final List<DemoBooking> bookings = new ArrayList<>();
        private final Map<UUID, Integer> seatsTaken = new HashMap<>();

        Planner(DemoFiles files, Instant now, DemoCalendar calendar) {
            this.files = files;
            this.now = now;
            this.calendar = calendar;
        }

        DemoPlan plan() {
            List<LocalDate> days = calendar.businessDaysAfter(now, BUSINESS_DAYS);
            for (int i = 0; i < days.size(); i++) {
                Instant opensAt = i < OPEN_DAYS ? calendar.lastRelease(now) : calendar.nextRelease(now);
                for (Schedule schedule : files.schedule().schedules()) {
                    if (schedule.days().contains(days.get(i).getDayOfWeek())) {
                        addSlots(schedule, days.get(i), opensAt);
                    }
                }
            }
            addRelease(days.get(RELEASE_SLOT_DAY - 1));
            files.clients().clients().forEach(this::addBookings);
            return new DemoPlan(List.copyOf(slots), List.copyOf(bookings));
        }

        private void addSlots(Schedule schedule, LocalDate day, Instant opensAt) {
            if (schedule.modules() == null) {
                for (LocalTime time : Objects.requireNonNull(schedule.times())) {
                    slots.add(slot(schedule.type(), schedule.location(), schedule.capacity(), day, time, opensAt));
                }
                return;
            }
            List<Module> modules =
                    Objects.requireNonNull(files.schedule().modules().get(schedule.modules()));
            // A series that would meet a holiday does not take place.
            if (modules.stream().noneMatch(module -> calendar.isHoliday(day.plusDays(module.day())))) {
                List<Segment> segments = modules.stream()
                        .map(module -> new Segment(
                                at(day.plusDays(module.day()), module.from()),
                                at(day.plusDays(module.day()), module.to())))
                        .toList();
                slots.add(slot(schedule.type(), schedule.location(), schedule.capacity(), segments, opensAt));
            }
        }

        private void addRelease(LocalDate day) {
            Release release = files.schedule().release();
            Instant opensAt = now.plus(Duration.ofMinutes(release.opensInMinutes()));
            slots.add(slot(release.type(), release.location(), release.capacity(), day, release.time(), opensAt));
        }

        private void addBookings(DemoClient client) {
            for (Appointment appointment : client.attended()) {
                DemoSlot slot = past(appointment);
                slots.add(slot);
                book(client, slot, true);
            }
            for (Appointment appointment : client.upcoming()) {
                slots.stream()
                        .filter(slot -> slot.type().equals(appointment.type())
                                && slot.location().equals(appointment.location())
                                && slot.start().isAfter(now)
                                && !slot.opensAt().isAfter(now))
                        .findFirst() // around Christmas no series may take place: then no booking either
                        .ifPresent(slot -> book(client, slot, false));
            }
        }

        private void book(DemoClient client, DemoSlot slot, boolean attended) {
            int seat = seatsTaken.merge(slot.id(), 1, Integer::sum) - 1;
            bookings.add(new DemoBooking(Ids.next(), client.userCode(), slot, seat, attended));
        }

        /** As the schedule has it, on the last business day before today, and released a week earlier. */
        private DemoSlot past(Appointment appointment) {
            Schedule schedule = files.schedule().schedules().stream()
                    .filter(candidate -> candidate.type().equals(appointment.type())
                            && candidate.location().equals(appointment.location()))
                    .findFirst()
                    .orElseThrow();
            LocalDate day = calendar.businessDayBefore(LocalDate.ofInstant(now, DemoCalendar.ZONE));
            LocalTime time = Objects.requireNonNull(schedule.times()).get(0);
            Instant opensAt = calendar.lastRelease(now.minus(Duration.ofDays(7)));
            return slot(schedule.type(), schedule.location(), schedule.capacity(), day, time, opensAt);
        }

        private DemoSlot slot(
                String type, String location, int capacity, LocalDate day, LocalTime time, Instant opensAt) {
            Instant start = at(day, time);
            Instant end = start.plus(Duration.ofMinutes(files.type(type).durationMinutes()));
            return slot(type, location, capacity, List.of(new Segment(start, end)), opensAt);
        }

        private DemoSlot slot(String type, String location, int capacity, List<Segment> segments, Instant opensAt) {
            String organisation = files.offererAt(location).id();
            return new DemoSlot(Ids.next(), type, organisation, location, segments, capacity, opensAt);
        }

        private static Instant at(LocalDate day, LocalTime time) {
            return day.atTime(time).atZone(DemoCalendar.ZONE).toInstant();
        }
    }
}

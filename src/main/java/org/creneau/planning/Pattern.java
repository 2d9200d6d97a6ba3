package org.creneau.planning;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * On which days of a range something recurs, and at what times of the location's clocks: at several times of each day, or
 * in modules that make one slot together.
 *
 * @param from first day
 * @param to last day, inclusive
 * @param weekdays on which it recurs; modules begin on them
 * @param times when slots begin, in order of time; empty where there are modules
 * @param durationMinutes of each of these slots; null: what the type says
 * @param modules empty where there are times
 * @param exceptions days on which it does not take place
 * @param onHolidays whether it takes place on Quebec's public holidays, too
 */
public record Pattern(
        LocalDate from,
        LocalDate to,
        Set<DayOfWeek> weekdays,
        List<LocalTime> times,
        @Nullable Integer durationMinutes,
        List<Module> modules,
        Set<LocalDate> exceptions,
        boolean onHolidays) {

    /** @param day 0: the day of the occurrence, 1: the next one, and so on */
    public record Module(int day, LocalTime start, LocalTime end) {}

    public Pattern {
        weekdays = Set.copyOf(weekdays);
        times = List.copyOf(times);
        modules = List.copyOf(modules);
        exceptions = Set.copyOf(exceptions);
    }

    /** From a {@code Pattern} of the contract. */
    public static Pattern of(JsonObject json) {
        Set<DayOfWeek> weekdays = EnumSet.noneOf(DayOfWeek.class);
        weekdays.addAll(list(json, "weekdays", day -> DayOfWeek.valueOf((String) day)));
        return new Pattern(
                LocalDate.parse(json.getString("from")),
                LocalDate.parse(json.getString("to")),
                weekdays,
                list(json, "times", time -> LocalTime.parse((String) time)).stream()
                        .sorted()
                        .toList(),
                json.getInteger("durationMinutes"),
                list(json, "modules", module -> module((JsonObject) module)),
                Set.copyOf(new TreeSet<>(list(json, "exceptions", day -> LocalDate.parse((String) day)))),
                json.getBoolean("onHolidays", false));
    }

    private static Module module(JsonObject json) {
        return new Module(
                json.getInteger("day"),
                LocalTime.parse(json.getString("start")),
                LocalTime.parse(json.getString("end")));
    }

    private static <T> List<T> list(JsonObject json, String name, Function<Object, T> reader) {
        return json.getJsonArray(name, new JsonArray()).stream().map(reader).toList();
    }

    /** As it is stored and shown. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("from", from.toString())
                .put("to", to.toString())
                .put("weekdays", array(new TreeSet<>(weekdays)))
                .put("exceptions", array(new TreeSet<>(exceptions)))
                .put("onHolidays", onHolidays);
        if (!times.isEmpty()) {
            json.put("times", array(times));
        }
        if (durationMinutes != null) {
            json.put("durationMinutes", durationMinutes);
        }
        if (!modules.isEmpty()) {
            json.put(
                    "modules",
                    new JsonArray(modules.stream()
                            .map(module -> new JsonObject()
                                    .put("day", module.day())
                                    .put("start", module.start().toString())
                                    .put("end", module.end().toString()))
                            .toList()));
        }
        return json;
    }

    private static JsonArray array(Collection<?> values) {
        return new JsonArray(values.stream().map(Object::toString).collect(Collectors.toList()));
    }
}

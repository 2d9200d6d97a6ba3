package org.creneau.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.City;
import org.creneau.core.LocalText;
import org.jspecify.annotations.Nullable;

/** The demo data as written in {@code demo/*.yaml}. */
record DemoFiles(CatalogueFile catalogue, ScheduleFile schedule, ClientFile clients) {

    record CatalogueFile(List<City> cities, List<AppointmentType> types, List<Offerer> organisations) {}

    /** An organisation with its locations. */
    record Offerer(String id, String kind, LocalText name, String phone, List<Place> locations) {}

    record Place(
            String id,
            String city,
            LocalText name,
            String address,
            @Nullable String office,
            String postalCode,
            double latitude,
            double longitude,
            @Nullable LocalText directions,
            List<LocalText> services) {}

    record ScheduleFile(Map<String, List<Module>> modules, List<Schedule> schedules, Release release) {}

    /**
     * One segment of a workshop over several days.
     *
     * @param day days after the first
     */
    record Module(int day, LocalTime from, LocalTime to) {}

    /**
     * What takes place on certain days of the week.
     *
     * @param times of the first start; null when there are modules
     * @param modules the name of a list of segments; null for one segment of the type's duration
     */
    record Schedule(
            String type,
            String location,
            List<DayOfWeek> days,
            @Nullable List<LocalTime> times,
            @Nullable String modules,
            int capacity) {}

    /** The session whose release can be watched. */
    record Release(String type, String location, LocalTime time, int capacity, int opensInMinutes) {}

    record ClientFile(String password, List<DemoClient> clients, List<DemoEmployee> employees) {}

    record DemoClient(
            String userCode,
            String email,
            Registration registration,
            List<Answer> answers,
            List<Appointment> attended,
            List<Appointment> upcoming) {}

    /** Somebody with an account who works for an organisation. */
    record DemoEmployee(String userCode, String email, String organisation, String role, List<Answer> answers) {}

    /** The client's file (guide 4.5 to 4.8). */
    record Registration(
            String status,
            int grantedDaysAgo,
            String familyName,
            String givenName,
            String birthDate,
            String sex,
            String cicNumber,
            String street,
            String town,
            String postalCode,
            String homePhone,
            boolean french) {}

    record Answer(String question, String answer) {}

    /** The first slot of this type at this location. */
    record Appointment(String type, String location) {}

    /** Blocks. */
    static DemoFiles read() {
        ObjectMapper yaml = JsonMapper.builder(new YAMLFactory())
                .addModule(new JavaTimeModule())
                .build();
        return new DemoFiles(
                read(yaml, "/demo/catalogue.yaml", CatalogueFile.class),
                read(yaml, "/demo/schedules.yaml", ScheduleFile.class),
                read(yaml, "/demo/clients.yaml", ClientFile.class));
    }

    private static <T> T read(ObjectMapper yaml, String resource, Class<T> type) {
        try (InputStream file = Objects.requireNonNull(DemoFiles.class.getResourceAsStream(resource), resource)) {
            return yaml.readValue(file, type);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    AppointmentType type(String id) {
        return catalogue.types().stream()
                .filter(type -> type.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(id));
    }

    Offerer offererAt(String location) {
        return catalogue.organisations().stream()
                .filter(offerer -> offerer.locations().stream()
                        .anyMatch(place -> place.id().equals(location)))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(location));
    }
}

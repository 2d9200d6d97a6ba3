package org.creneau.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntranceTest {

    private static final UUID ID = new UUID(0, 1);
    private static final Actor CLIENT = new Actor.Client(ID);
    private static final Actor AGENT = new Actor.Staff(ID, "clef", false, false);
    private static final Actor MANAGER = new Actor.Staff(ID, "clef", false, true);
    private static final Actor MINISTRY_AGENT = new Actor.Staff(ID, "bureau", true, false);
    private static final Actor MINISTRY_MANAGER = new Actor.Staff(ID, "bureau", true, true);
    private static final Actor PARTNER = new Actor.Partner(ID, "clef", Set.of(Scope.BOOKINGS));
    private static final List<Actor> ALL = List.of(CLIENT, AGENT, MANAGER, MINISTRY_AGENT, MINISTRY_MANAGER, PARTNER);

    private static List<Actor> admitted(Entrance entrance) {
        return ALL.stream().filter(entrance::admits).toList();
    }

    @Test
    void accountsAreThoseOfClientsAndEmployees() {
        assertEquals(
                List.of(CLIENT, AGENT, MANAGER, MINISTRY_AGENT, MINISTRY_MANAGER), admitted(new Entrance.Accounts()));
    }

    @Test
    void managersDoWhatAgentsDo() {
        assertEquals(
                List.of(AGENT, MANAGER, MINISTRY_AGENT, MINISTRY_MANAGER),
                admitted(new Entrance.Employees(false, false)));
        assertEquals(List.of(MANAGER, MINISTRY_MANAGER), admitted(new Entrance.Employees(true, false)));
        assertEquals(List.of(MINISTRY_AGENT, MINISTRY_MANAGER), admitted(new Entrance.Employees(false, true)));
        assertEquals(List.of(MINISTRY_MANAGER), admitted(new Entrance.Employees(true, true)));
    }

    @Test
    void partnersEmployeesAreNotTheMinistrys() {
        assertEquals(List.of(AGENT, MANAGER), admitted(new Entrance.PartnerEmployees()));
    }

    @Test
    void aSystemNeedsAllScopes() {
        assertEquals(List.of(PARTNER), admitted(new Entrance.Partners(Set.of(Scope.BOOKINGS))));
        assertEquals(List.of(), admitted(new Entrance.Partners(Set.of(Scope.BOOKINGS, Scope.EVENTS))));
    }

    @Test
    void anOrganisationsPeopleWorkForItAndTheMinistrysForAll() {
        assertEquals(
                List.of(AGENT, MANAGER, MINISTRY_AGENT, MINISTRY_MANAGER, PARTNER),
                ALL.stream().filter(actor -> Access.worksFor(actor, "clef")).toList());
        assertEquals(
                List.of(MINISTRY_AGENT, MINISTRY_MANAGER),
                ALL.stream().filter(actor -> Access.worksFor(actor, "autre")).toList());
    }

    @ParameterizedTest
    @EnumSource
    void aScopeIsReadAsItIsWritten(Scope scope) {
        assertEquals(Optional.of(Set.of(scope)), Scope.parse(Scope.format(Set.of(scope))));
    }

    @Test
    void scopesAreReadInAnyOrder() {
        assertEquals(Optional.of(EnumSet.of(Scope.CLIENTS, Scope.EVENTS)), Scope.parse("events clients"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "clients,bookings", "clients  bookings", "CLIENTS", "all"})
    void whatIsNoScopeIsNotTaken(String text) {
        assertEquals(Optional.empty(), Scope.parse(text));
    }
}

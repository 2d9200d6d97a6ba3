package org.creneau.privacy;

import java.util.List;
import java.util.Map;

/**
 * Every table that holds something about clients: how it is shown to them, and what becomes of it when they are erased.
 * Whoever adds such a table or a column to one must say so here.
 */
final class Holdings {

    /** Where erased accounts have their hash: well-formed, and of no password that anybody could find. */
    private static final String NOBODYS_HASH =
            "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static final String OF_CLIENT = ".client_id = $1";
    private static final String OF_ACCOUNT = "account_id = (select id from account where client_id = $1)";
    private static final String INTERNAL = "an internal key: says nothing about the client";
    private static final String SECRET = "a secret, or the digest of one: it proves who somebody is";

    static final List<Section> SHOWN = List.of(
            Section.one("client", "client", "client.id = $1").with("id", "created_at"),
            Section.one("account", "account", "account" + OF_CLIENT)
                    .with("user_code", "email", "language", "must_change_password", "created_at", "updated_at")
                    .with("imported_as", "reference_number")
                    .without(SECRET, "password_hash")
                    .without(INTERNAL, "id", "client_id"),
            Section.many("securityQuestions", "security_answer", OF_ACCOUNT, "position")
                    .with("position", "question")
                    .without(SECRET, "answer_hash")
                    .without(INTERNAL, "account_id"),
            Section.many("sessions", "session", OF_ACCOUNT, "created_at desc")
                    .with("id", "created_at", "ended_at", "end_reason")
                    .without(SECRET, "temporary_digest")
                    .without(INTERNAL, "account_id")
                    .containing(Section.many(
                                    "refreshes", "refresh_token", "refresh_token.session_id = session.id", "created_at")
                            .with("created_at", "expires_at", "used_at")
                            .without(SECRET, "digest")
                            .without(INTERNAL, "session_id")),
            Section.one("registration", "registration", "registration" + OF_CLIENT)
                    .named("number", "clientNumber", "registration.number::text")
                    .named("status_id", "status", "registration.status_id")
                    .with("status_granted_on", "family_name", "given_name", "birth_date", "sex")
                    .with("reference_number", "cic_number", "email", "language")
                    .with("country", "street", "apartment", "postal_box", "town", "province", "postal_code")
                    .with("home_phone", "work_phone", "work_phone_extension", "other_phone", "fax")
                    .with("residence_in_quebec", "french")
                    .with("heard_from", "occupation_field", "intended_occupation", "schooling")
                    .with("declaration_version", "declared_at", "source", "registered_at", "updated_at")
                    .without("says whether the four before it are there", "complementary")
                    .without(INTERNAL, "client_id", "version"),
            Section.one("staffRole", "staff_member", "staff_member" + OF_CLIENT)
                    .named("organisation_id", "organisation", "staff_member.organisation_id")
                    .with("role", "created_at")
                    .without(INTERNAL, "client_id"),
            Section.many("consents", "consent", "consent" + OF_CLIENT, "given_at desc")
                    .named("organisation_id", "organisation", "consent.organisation_id")
                    .with("given_at", "withdrawn_at")
                    .without(INTERNAL, "client_id"),
            Section.one("draft", "registration_draft", "registration_draft" + OF_CLIENT)
                    .with("steps", "updated_at")
                    .without(INTERNAL, "client_id"),
            Section.one("knownPerson", "known_person", """
                            known_person.reference_number in (
                                (select reference_number from registration where client_id = $1),
                                (select reference_number from account where client_id = $1))""")
                    .with("reference_number", "family_name", "given_name", "birth_date", "sex"),
            Section.many(
                            "authorizationCodes",
                            "authorization_code",
                            "authorization_code" + OF_CLIENT,
                            "created_at desc")
                    .with("created_at", "expires_at", "used_at", "attempts")
                    .without(SECRET, "digest")
                    .without(INTERNAL, "client_id"),
            Section.one("temporaryPassword", "temporary_password", OF_ACCOUNT)
                    .with("created_at", "expires_at")
                    .without(SECRET, "digest")
                    .without(INTERNAL, "account_id"),
            Section.many("recoveryMails", "recovery_mail", OF_ACCOUNT, "last_sent_at desc")
                    .with("kind", "last_sent_at", "hour_began", "sent")
                    .without(INTERNAL, "account_id"),
            Section.many("fileHistory", "file_history", "file_history" + OF_CLIENT, "id desc")
                    .with("at", "source", "change", "details")
                    .without(INTERNAL, "id", "client_id")
                    .without("which of somebody's people it was", "actor"),
            Section.many("notes", "client_note", "client_note" + OF_CLIENT, "id desc")
                    .named("created_at", "at", "client_note.created_at")
                    .named("organisation_id", "organisation", "client_note.organisation_id")
                    .with("text")
                    .without(INTERNAL, "id", "client_id")
                    .without("which of somebody's people it was", "author"),
            Section.many("bookings", "booking", "booking" + OF_CLIENT, "id desc")
                    .with("id", "slot_id", "seat")
                    .named("type_id", "type", "booking.type_id")
                    .also("start", "(select starts_at from slot where slot.id = booking.slot_id)")
                    .also("end", "(select ends_at from slot where slot.id = booking.slot_id)")
                    .also("organisation", "(select organisation_id from slot where slot.id = booking.slot_id)")
                    .also("location", "(select location_id from slot where slot.id = booking.slot_id)")
                    .with("state", "source", "changed_source", "expires_at", "rescheduled_to")
                    // Whoever books for others has a space in it, and the own id: which of somebody's people it was.
                    .named(
                            "request_key",
                            "requestKey",
                            "case when strpos(booking.request_key, ' ') = 0 then booking.request_key end")
                    .with("created_at", "updated_at")
                    .without(INTERNAL, "client_id", "turn")
                    .containing(
                            Section.many("history", "booking_history", "booking_history.booking_id = booking.id", "id")
                                    .with("at", "source", "from_state", "to_state")
                                    .without(INTERNAL, "id", "booking_id", "job_id")
                                    .without("which of somebody's people it was", "actor"))
                    .containing(Section.many(
                                    "events", "calendar_event", "calendar_event.booking_id = booking.id", "sequence")
                            .with("event_id", "sequence")
                            .without(INTERNAL, "booking_id"))
                    .containing(Section.many("flags", "booking_flag", "booking_flag.booking_id = booking.id", "at")
                            .with("at", "reason")
                            .without(INTERNAL, "booking_id"))
                    .containing(Section.many("told", "event", "event.booking_id = booking.id", "position")
                            .named("organisation_id", "organisation", "event.organisation_id")
                            .with("kind", "at", "data")
                            .without(INTERNAL, "position", "id", "thread", "booking_id", "written_at")),
            Section.many("mails", "mail", "mail" + OF_CLIENT, "created_at desc")
                    .with("kind", "recipient", "language", "created_at", "sent_at", "dead_at")
                    .without("may hold a code or a temporary password; what was sent is in the mail itself", "model")
                    .without("how the sending went, not about the client", "next_attempt_at", "attempts", "last_error")
                    .without(INTERNAL, "id", "dedupe_key", "client_id"),
            Section.many("accesses", "audit_log", "audit_log" + OF_CLIENT, "id desc")
                    .with("at", "actor_kind", "organisation", "action", "details")
                    .without("which of somebody's people it was", "actor")
                    .without(INTERNAL, "id", "client_id", "position", "digest"),
            Section.many("erasureRequests", "erasure_request", "erasure_request" + OF_CLIENT, "requested_at")
                    .with("state", "because", "requested_at", "erased_at")
                    .without(INTERNAL, "client_id"));

    /** Tables that are not shown, each with the reason. */
    static final Map<String, String> NOT_SHOWN = Map.of(
            "erased_client", "what stays of somebody who cannot log in any more",
            "identity_attempt",
                    "counts of an hour or a day, of somebody's attempts, which the file's history shows one by one, or of "
                            + "attempts with a number, whoever's it is; deleted soon by age",
            "partner_registration", "a partner's own name for its request, and a digest of what the file shows");

    /**
     * What is done to a table for an erasure, in this order.
     *
     * @param statement {@code $1} is the client's id
     */
    record Erased(String table, String statement) {}

    /** After this nobody logs in any more: in the transaction of the request itself. */
    static final List<Erased> AT_ONCE = List.of(
            // The user code is free again; this one has a form that nobody can choose.
            new Erased("account", """
                    update account set user_code = 'erased-' || id, email = '', password_hash = '%s',
                        must_change_password = false, language = 'fr', imported_as = null, reference_number = null,
                        updated_at = clock_timestamp()
                    where client_id = $1""".formatted(NOBODYS_HASH)),
            new Erased("staff_member", "delete from staff_member where client_id = $1"),
            new Erased("consent", "delete from consent where client_id = $1"),
            // The key stays taken until it goes by age: repeated, the request would bring back whom it was about.
            new Erased("partner_registration", "update partner_registration set digest = '' where client_id = $1"),
            new Erased("authorization_code", "delete from authorization_code where client_id = $1"),
            new Erased("temporary_password", "delete from temporary_password where " + OF_ACCOUNT),
            new Erased("recovery_mail", "delete from recovery_mail where " + OF_ACCOUNT),
            new Erased("security_answer", "delete from security_answer where " + OF_ACCOUNT),
            new Erased("refresh_token", """
                    delete from refresh_token where session_id in (
                        select session.id from session where\s""" + OF_ACCOUNT + ")"));

    /** Once the bookings to come are cancelled. */
    static final List<Erased> AFTERWARDS = List.of(
            new Erased("registration", "delete from registration where client_id = $1"),
            new Erased("registration_draft", "delete from registration_draft where client_id = $1"),
            new Erased("client_note", "delete from client_note where client_id = $1"),
            new Erased("identity_attempt", "delete from identity_attempt where client_id = $1"),
            new Erased("mail", """
                    with unsent as (delete from mail where client_id = $1 and sent_at is null)
                    update mail set recipient = '', model = '{}', last_error = null
                    where client_id = $1 and sent_at is not null"""),
            new Erased(
                    "file_history", "update file_history set details = '{}' where client_id = $1 and details <> '{}'"),
            new Erased(
                    "booking",
                    "update booking set request_key = null where client_id = $1 and request_key is not null"));

    /** Tables that an erasure leaves as they are, each with the reason. */
    static final Map<String, String> LEFT = Map.of(
            "client", "a number that stands for nobody any more",
            "session", "times, and a digest that is good for nothing; deleted soon after its tokens are over",
            "booking_history", "what happened to a seat and when, by the same number",
            "booking_flag", "a reason out of a list",
            "event", "what its organisation's systems were told, by the same number; deleted soon by age",
            "calendar_event", "the number of an event in a calendar, of a booking that is nobody's",
            "known_person", "the ministry's other services have it; the next import says what it is by then",
            "audit_log", "proof of who looked; holds numbers only",
            "erasure_request", "proof of the erasure itself",
            "erased_client",
                    "what stays: client number, status, year of birth, French, a digest of the user code in the import");

    private Holdings() {}
}

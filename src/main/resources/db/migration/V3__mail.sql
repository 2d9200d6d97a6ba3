-- Sending mail, and what clients are told about their bookings.

-- ---------------------------------------------------------------------------------------------------------------------
-- Bookings: booking_history is followed, so that a booking costs nothing more than before
-- ---------------------------------------------------------------------------------------------------------------------

-- How far the nodes have come, together. Whoever moves it on writes the mails in the same transaction, and only if it is
-- still where they read it.
create table booking_mail_progress (
    one_row        boolean primary key default true check (one_row),
    history_id     bigint not null, -- everything up to it was told
    -- Reminders: everybody up to this seat of this slot was reminded, and of all slots that start earlier.
    reminded_start timestamptz not null default '-infinity',
    reminded_slot  uuid not null default '00000000-0000-0000-0000-000000000000',
    reminded_seat  int not null default -1
);

-- What happened before is not told: it begins at the present end.
insert into booking_mail_progress (history_id)
select case when is_called then last_value else 0 end from booking_history_id_seq;

-- A booking that took the place of another one continues that one's event in the client's calendar. All others are the
-- first of their event: it has the booking's id, and they have number 0.
create table calendar_event (
    booking_id uuid primary key,
    event_id   uuid not null,
    sequence   int not null check (sequence > 0)
);

-- ---------------------------------------------------------------------------------------------------------------------
-- Mail
-- ---------------------------------------------------------------------------------------------------------------------

-- What is over, to be deleted some day.
create index mail_over on mail (coalesce(sent_at, dead_at)) where coalesce(sent_at, dead_at) is not null;
create index mail_dead on mail (dead_at) where dead_at is not null;

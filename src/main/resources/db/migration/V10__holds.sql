-- Seats that are kept for a client for a while: rows in the state HELD, under the same indexes as bookings.

-- What is held has an end, which it keeps when it comes to nothing (so that it is told from an appointment that was
-- cancelled) and loses when it is confirmed. Nothing else has one.
alter table booking add constraint booking_hold check (
    case state when 'HELD' then expires_at is not null when 'CANCELLED' then true else expires_at is null end);

-- What ends next. Of what is held only: a booking does not touch it.
create index booking_hold_end on booking (expires_at) where state = 'HELD';

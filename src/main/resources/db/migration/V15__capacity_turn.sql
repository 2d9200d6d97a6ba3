-- Who is withdrawing seats of a slot. Two at it side by side would each take the seats that are to go out of Redis, twice as
-- many as are wanted, and give half of them back a moment later: meanwhile somebody is told that the slot is full.
--
-- Not a lock: nobody waits in PostgreSQL for a row here, and no transaction is open while seats are taken. Whoever does not
-- have the turn comes back later; a turn whose holder died is over by itself. What is withdrawn in the end is decided by
-- slot.seat_changes, whoever had the turn.
create table capacity_turn (
    slot_id uuid primary key,
    holder  uuid not null, -- one attempt to withdraw seats, by whichever node
    until   timestamptz not null
);

-- What a booking must keep to beside its seat (guide 5.3.4, 5.3.5, 5.4, 5.5), and what becomes of it when it is over.
-- Nothing here is locked on the way to a seat, nor counted.

-- ---------------------------------------------------------------------------------------------------------------------
-- No overlap with another booking of the same client, segment by segment
-- ---------------------------------------------------------------------------------------------------------------------

-- The segments as one value, so that two slots are compared with one operator.
alter table slot add column during tstzmultirange;

create function during(slot slot) returns tstzmultirange language sql stable as $$
    select coalesce(
        range_agg(tstzrange((segment ->> 'start')::timestamptz, (segment ->> 'end')::timestamptz)),
        tstzmultirange(tstzrange(slot.starts_at, slot.ends_at)))
    from jsonb_array_elements(slot.segments) segment
$$;

create function slot_during() returns trigger language plpgsql as $$
begin
    new.during := during(new);
    return new;
end $$;

alter table slot disable trigger slot_changed;
update slot set during = during(slot);
alter table slot enable trigger slot_changed;
alter table slot alter column during set not null;

create trigger slot_during before insert or update of segments, starts_at, ends_at on slot for each row execute function slot_during();

-- Bookings of one client take turns: the insert draws the number after the client's last one in the same snapshot in
-- which it looks for an overlap. Of two that look at the same time, this index lets one in; the other looks again.
-- An exclusion constraint over the segments would say the same, and cost four times the insert (see the README).
alter table booking add column turn int;

update booking set turn = numbered.turn
from (select id, row_number() over (partition by client_id order by created_at, id) as turn from booking
      where state <> 'WITHDRAWN') numbered
where booking.id = numbered.id;

create unique index booking_turn on booking (client_id, turn);

-- A client's own list is found by its turns; a booking without a key is no longer in the index of the keys.
drop index booking_request_key;
create unique index booking_request_key on booking (client_id, request_key) where request_key is not null;

-- ---------------------------------------------------------------------------------------------------------------------
-- Who changed it (guide 5.2: the source of a booking, a change and a cancellation alike)
-- ---------------------------------------------------------------------------------------------------------------------

alter table booking add column changed_source text check (changed_source in ('CLIENT', 'PARTNER', 'MINISTRY'));

-- ---------------------------------------------------------------------------------------------------------------------
-- After the end
-- ---------------------------------------------------------------------------------------------------------------------

-- How far the bookings of a slot are: 0 the slot is not over, 1 they are ENDED, 2 those that nobody marked were marked.
alter table slot add column settled smallint not null default 0 check (settled in (0, 1, 2));

create index slot_to_end on slot (ends_at) where settled = 0;
create index slot_to_mark on slot (type_id, ends_at) where settled = 1;

-- Nodes need not read a slot again because its bookings ended.
drop trigger slot_changed on slot;
create trigger slot_changed before insert or update of
    type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at, publication
    on slot for each row execute function slot_changed();

-- Nobody has cancelled what was held until its time was over: what says so is the history, in which nobody's id has done it.
update booking set changed_source = null
where state = 'CANCELLED' and expires_at is not null and changed_source = 'MINISTRY'
  and exists (
      select from booking_history ended
      where ended.booking_id = booking.id and ended.from_state = 'HELD'
        and ended.actor = '00000000-0000-0000-0000-000000000000');

-- Takes seats of one slot for many requests at once.
--
-- KEYS[1]  the slot
-- ARGV     incarnation, '1' to get the holders when the slot turns out full, seconds until the slot is forgotten, then
--          for each request: booking, client, deadline (milliseconds by PostgreSQL's clock, until which the booking may
--          still be recorded)
--
-- The slot goes when nobody took a seat for so long, and is loaded anew for whoever wants one then. Each lease begins the
-- time anew and lasts for seconds, so none goes with it.
--
-- The slot is a hash (whoever changes it counts up Incarnation.LAYOUT):
--   incarnation  of the Redis data set under which it was loaded; another one makes it suspect
--   epoch        of the load, from a PostgreSQL sequence
--   version      grows with every seat that is given back, and with the epoch
--   left         the counter of free seats
--   leases       how many of the seats taken are not recorded yet
--   seats        one character a seat: '0' free, '1' taken
--   s<seat>      booking:deadline:client; deadline 0 once the booking is recorded, a lease until then
--   c<client>    the seat of the client, with a '+' behind it when an earlier booking of the client's here is over;
--                empty when all of them are
--
-- Answers {epoch} when the slot is not loaded (epoch '' when absent) or else
-- {epoch, version, left, holders or '', answer for each request}, an answer being
--   seat         taken now, or by an earlier call for the same booking, whose lease then gets the new deadline
--   -1           full
--   -2           full, and the client had a booking here before
--   text         the client has a seat here: seat:booking:deadline:client
local key = KEYS[1]
local slot = redis.call('HMGET', key, 'incarnation', 'epoch', 'version', 'left', 'seats', 'leases')
if slot[1] ~= ARGV[1] then
    return { slot[2] or '' }
end
local left, seats = tonumber(slot[4]), slot[5]
local reply = { slot[2], slot[3], 0, '' }

-- One command for many fields: each call from here costs more than what it does. Lua unpacks so many at the most.
local MANY = 1000

-- Which seat each client has, and what is on the seats that are asked about; kept true as the batch goes on.
local seat_of, on_seat, changes, changed = {}, {}, {}, false
for first = 4, #ARGV, 3 * MANY do
    local fields = {}
    for i = first, math.min(first + 3 * MANY, #ARGV) - 2, 3 do
        fields[#fields + 1] = 'c' .. ARGV[i + 1]
    end
    local found = redis.call('HMGET', key, unpack(fields))
    for n = 1, #fields do
        seat_of[fields[n]] = found[n]
    end
end

local function write(field, value)
    changed = true
    changes[#changes + 1] = field
    changes[#changes + 1] = value
    if #changes >= MANY then
        redis.call('HSET', key, unpack(changes))
        changes = {}
    end
end

local from, taken = 1, {}
for i = 4, #ARGV, 3 do
    local booking, client, deadline = ARGV[i], 'c' .. ARGV[i + 1], ARGV[i + 2]
    local held = seat_of[client]
    local at = held and string.match(held, '^%d+')
    local record = at and (on_seat[at] or redis.call('HGET', key, 's' .. at))
    local answer
    if record then
        if string.sub(record, 1, #booking) == booking then
            answer = tonumber(at)
            if not string.find(record, ':0:', 1, true) then
                on_seat[at] = booking .. ':' .. deadline .. ':' .. ARGV[i + 1]
                write('s' .. at, on_seat[at])
            end
        else
            answer = at .. ':' .. record
        end
    else
        local free = left > 0 and string.find(seats, '0', from, true)
        if free then
            local seat = tostring(free - 1)
            on_seat[seat] = booking .. ':' .. deadline .. ':' .. ARGV[i + 1]
            seat_of[client] = seat .. (held and '+' or '')
            write('s' .. seat, on_seat[seat])
            write(client, seat_of[client])
            left = left - 1
            from = free + 1
            taken[#taken + 1] = free
            answer = free - 1
        else
            answer = held and -2 or -1
        end
    end
    reply[#reply + 1] = answer
end
if #taken > 0 then
    -- Written anew once for the batch: a slot may have ten thousand seats.
    local parts, behind = {}, 1
    for i, at in ipairs(taken) do
        parts[i] = string.sub(seats, behind, at - 1)
        behind = at + 1
    end
    parts[#parts + 1] = string.sub(seats, behind)
    write('left', left)
    write('leases', tonumber(slot[6]) + #taken)
    write('seats', table.concat(parts, '1'))
end
if #changes > 0 then
    redis.call('HSET', key, unpack(changes))
end
if changed then
    redis.call('EXPIRE', key, ARGV[3])
end
reply[3] = left
if left == 0 and ARGV[2] == '1' then
    local holders = {}
    for _, field in ipairs(redis.call('HKEYS', key)) do
        if string.sub(field, 1, 1) == 'c' then
            holders[#holders + 1] = string.sub(field, 2)
        end
    end
    reply[4] = holders
end
return reply

-- Notes who has a seat in PostgreSQL, where Redis believed otherwise.
--
-- KEYS[1]  the slot (see take.lua)
-- ARGV     incarnation, then for each seat: seat, the record that the caller saw ('' for a free seat, '*' for any),
--          booking, client ('' for a seat that is withdrawn)
--
-- Answers the number of seats marked.
local key = KEYS[1]
local slot = redis.call('HMGET', key, 'incarnation', 'left', 'seats', 'leases')
if slot[1] ~= ARGV[1] then
    return 0
end
local left, seats = tonumber(slot[2]), slot[3]
local marked, leases = 0, tonumber(slot[4])
for i = 2, #ARGV, 4 do
    local seat, seen, booking, client = tonumber(ARGV[i]), ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
    local record = redis.call('HGET', key, 's' .. seat) or ''
    if (seen == '*' or seen == record) and seat < #seats then
        if record ~= '' then
            local deadline, former = string.match(record, ':(%d+):([^:]*)$')
            if deadline ~= '0' then
                leases = leases - 1
            end
            local held = redis.call('HGET', key, 'c' .. former)
            if held and string.match(held, '^%d+') == tostring(seat) then
                if deadline == '0' or string.sub(held, -1) == '+' then
                    redis.call('HSET', key, 'c' .. former, '')
                else
                    redis.call('HDEL', key, 'c' .. former)
                end
            end
        else
            left = left - 1
            seats = string.sub(seats, 1, seat) .. '1' .. string.sub(seats, seat + 2)
        end
        redis.call('HSET', key, 's' .. seat, booking .. ':0:' .. client)
        if client ~= '' then
            redis.call('HSET', key, 'c' .. client, seat)
        end
        marked = marked + 1
    end
end
if marked > 0 then
    redis.call('HSET', key, 'left', left, 'seats', seats, 'leases', leases)
end
return marked

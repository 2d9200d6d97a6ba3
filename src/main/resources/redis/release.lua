-- Gives seats back. A seat that is not (any longer) held by the named booking is left alone, so this may come late or twice.
--
-- KEYS[1]  the slot (see take.lua)
-- ARGV     incarnation, channel for news of freed seats, slot id, then for each seat: seat,
--          booking (or booking:deadline: to mean the lease with this deadline only),
--          '1' when the booking was recorded, so that the client is remembered as somebody who had one
--
-- Answers the slot's new version when it was full before, which is news to everybody; else 0.
local key = KEYS[1]
local slot = redis.call('HMGET', key, 'incarnation', 'version', 'left', 'seats', 'leases')
if slot[1] ~= ARGV[1] then
    return 0
end
local version, left, seats = tonumber(slot[2]), tonumber(slot[3]), slot[4]
local before = left
local leases = 0
for i = 4, #ARGV, 3 do
    local seat, booking, recorded = tonumber(ARGV[i]), ARGV[i + 1], ARGV[i + 2]
    local record = redis.call('HGET', key, 's' .. seat)
    if record and string.sub(record, 1, #booking) == booking then
        local client = string.match(record, ':([^:]*)$')
        redis.call('HDEL', key, 's' .. seat)
        if not string.find(record, ':0:', 1, true) then
            leases = leases + 1
        end
        local held = redis.call('HGET', key, 'c' .. client)
        if held and string.match(held, '^%d+') == tostring(seat) then
            if recorded == '1' or string.sub(held, -1) == '+' then
                redis.call('HSET', key, 'c' .. client, '')
            else
                redis.call('HDEL', key, 'c' .. client)
            end
        end
        -- Nobody gets a seat beyond the capacity again.
        if seat < #seats then
            seats = string.sub(seats, 1, seat) .. '0' .. string.sub(seats, seat + 2)
            left = left + 1
        end
    end
end
if leases > 0 then
    redis.call('HSET', key, 'leases', tonumber(slot[5]) - leases)
end
if left > before then
    version = version + (left - before)
    -- As text: some servers write large numbers with an exponent.
    redis.call('HSET', key, 'version', string.format('%.0f', version), 'left', left, 'seats', seats)
    if before == 0 then
        redis.call('PUBLISH', ARGV[2], ARGV[3] .. ' ' .. string.format('%.0f', version))
        return version
    end
end
return 0

-- Turns leases into recorded bookings.
--
-- KEYS[1]  the slot (see take.lua)
-- ARGV     incarnation, then for each seat: seat, booking
--
-- Answers the number of leases confirmed.
local key = KEYS[1]
local slot = redis.call('HMGET', key, 'incarnation', 'leases')
if slot[1] ~= ARGV[1] then
    return 0
end
-- One command for many fields: each call from here costs more than what it does. Lua unpacks so many at the most.
local MANY = 1000
local confirmed = 0
for first = 2, #ARGV, 2 * MANY do
    local last = math.min(first + 2 * MANY, #ARGV + 1) - 2
    local fields, changes = {}, {}
    for i = first, last, 2 do
        fields[#fields + 1] = 's' .. ARGV[i]
    end
    local records = redis.call('HMGET', key, unpack(fields))
    for n, record in ipairs(records) do
        local booking = ARGV[first + 2 * n - 1]
        if record and string.sub(record, 1, #booking) == booking and not string.find(record, ':0:', #booking + 1, true) then
            changes[#changes + 1] = fields[n]
            changes[#changes + 1] = booking .. ':0:' .. string.match(record, ':([^:]*)$')
            confirmed = confirmed + 1
        end
    end
    if #changes > 0 then
        redis.call('HSET', key, unpack(changes))
    end
end
if confirmed > 0 then
    redis.call('HSET', key, 'leases', tonumber(slot[2]) - confirmed)
end
return confirmed

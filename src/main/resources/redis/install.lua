-- Installs a slot as PostgreSQL has it, unless somebody else did so meanwhile. Leases that are on their way to
-- PostgreSQL stand, where the slot was loaded before in the same data set.
--
-- KEYS[1]  the slot (see take.lua)
-- ARGV     incarnation, channel for news of freed seats, slot id, the epoch that the caller saw ('' for none),
--          the new epoch, capacity, seconds until the slot is forgotten, then for each booking: seat ('' when it is
--          over), booking, client
--
-- Answers 1 when installed, 0 when another epoch was there.
local key = KEYS[1]
if (redis.call('HGET', key, 'epoch') or '') ~= ARGV[4] then
    return 0
end
local leases = {}
if redis.call('HGET', key, 'incarnation') == ARGV[1] then
    local fields = redis.call('HGETALL', key)
    for i = 1, #fields, 2 do
        local seat, record = string.match(fields[i], '^s(%d+)$'), fields[i + 1]
        if seat and not string.find(record, ':0:', 1, true) then
            leases[tonumber(seat)] = record
        end
    end
end
redis.call('DEL', key)
local capacity = tonumber(ARGV[6])
local left = capacity
local taken, kept = {}, 0
for i = 8, #ARGV, 3 do
    local seat, booking, client = ARGV[i], ARGV[i + 1], ARGV[i + 2]
    if seat == '' then
        redis.call('HSETNX', key, 'c' .. client, '')
    else
        taken[tonumber(seat)] = true
        if tonumber(seat) < capacity then
            left = left - 1
        end
        redis.call('HSET', key, 's' .. seat, booking .. ':0:' .. client)
        if client ~= '' then
            redis.call('HSET', key, 'c' .. client, seat)
        end
    end
end
for seat, record in pairs(leases) do
    local client = 'c' .. string.match(record, ':([^:]*)$')
    local held = redis.call('HGET', key, client)
    if not taken[seat] and (not held or held == '') then
        taken[seat] = true
        kept = kept + 1
        if seat < capacity then
            left = left - 1
        end
        redis.call('HSET', key, 's' .. seat, record, client, seat .. (held and '+' or ''))
    end
end
local seats = {}
for seat = 0, capacity - 1 do
    seats[seat + 1] = taken[seat] and '1' or '0'
end
-- A million seats may be given back within one epoch before versions could meet those of the next.
local version = string.format('%.0f', tonumber(ARGV[5]) * 1000000)
redis.call('HSET', key, 'incarnation', ARGV[1], 'epoch', ARGV[5], 'version', version,
    'left', left, 'leases', kept, 'seats', table.concat(seats))
redis.call('EXPIRE', key, ARGV[7])
if left > 0 then
    redis.call('PUBLISH', ARGV[2], ARGV[3] .. ' ' .. version)
end
return 1

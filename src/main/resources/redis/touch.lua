-- Notes that seats of these slots are being taken or given back, before it happens.
--
-- KEYS[1]  the bucket
-- ARGV     slot ids
local time = redis.call('TIME')
for _, slot in ipairs(ARGV) do
    redis.call('ZADD', KEYS[1], time[1], slot)
end
return #ARGV

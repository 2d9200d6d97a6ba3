-- Forgets slots in which nothing is pending any more, unless they were touched again of late.
--
-- KEYS[1]  the bucket (see touch.lua)
-- ARGV     seconds for which a touch counts, then slot ids
local time = redis.call('TIME')
local forgotten = 0
for i = 2, #ARGV do
    local touched = redis.call('ZSCORE', KEYS[1], ARGV[i])
    if touched and tonumber(touched) + tonumber(ARGV[1]) < tonumber(time[1]) then
        forgotten = forgotten + redis.call('ZREM', KEYS[1], ARGV[i])
    end
end
return forgotten

-- Names the present data set of this Redis: a new name whenever the server, its replication history or the data set
-- itself is another one than when the name was given. Writes each time: a server that takes no writes can serve nobody, and
-- whoever asks for the name must learn it.
--
-- KEYS[1]  the name
-- ARGV     identity of the server as INFO tells it, a fresh unique name
--
-- Answers {name, its age in milliseconds}.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.call('GET', KEYS[1])
local identity, name, since
if stored then
    identity, name, since = string.match(stored, '^(%S+) (%S+) (%S+)$')
end
if identity ~= ARGV[1] then
    name, since = ARGV[2], now
end
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. name .. ' ' .. string.format('%.0f', since))
return { name, now - since }

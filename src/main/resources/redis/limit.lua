-- Counts calls of one subject against one limit, on all nodes together (GCRA: a token bucket in one number).
--
-- KEYS[1]  the subject's, which holds when everything used will be back (microseconds); gone when all of it is
-- ARGV     microseconds that one call uses, the window in microseconds, the calls, '1' to count them whatever was used
--
-- Answers {1 or 0, microseconds used}: 1 when the calls were counted, 0 when they are too many.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local window = tonumber(ARGV[2])
-- Never more than a window: the clock may have been set back, or another server's may be asked.
local used = math.min(math.max((tonumber(redis.call('GET', KEYS[1])) or 0) - now, 0), window)
local after = used + ARGV[1] * ARGV[3]
if after > window then
    if ARGV[4] ~= '1' then
        return { 0, used }
    end
    after = window
end
if after > 0 then
    redis.call('SET', KEYS[1], string.format('%.0f', now + after), 'PX', math.ceil(after / 1000))
end
return { 1, after }

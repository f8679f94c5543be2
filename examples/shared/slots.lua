-- Finds the earliest time at which one more request may leave, and reserves it.
-- Every window of span microseconds then has at most n requests. Times are
-- microseconds of this server's clock.
--
-- slots: when requests left or will leave, by id. state: gen, run and quiet.
-- pause: exists as long as the vendor wants no request.
local slots, state, pause = KEYS[1], KEYS[2], KEYS[3]
local n, span, late = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local id, longest, paused = ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local gen, expected, again = ARGV[7], tonumber(ARGV[8]), ARGV[9] == '1'
local sent, unseen = ARGV[10] == '1', ARGV[11] == '1'
local second = 1000000

local time = redis.call('TIME')
local now = time[1] * second + time[2]
local info = redis.call('INFO', 'server')
local run = string.match(info, 'run_id:(%x+)')
local uptime = string.match(info, 'uptime_in_seconds:(%d+)') * second

-- Is it known what left within the last span? If not, nothing leaves for a span, and
-- for the time in which other processes may not have noticed yet that Redis is back:
-- a second between two probes, one between two dials of the pool, and a timeout.
local noticed = 3 * second
local known = redis.call('HMGET', state, 'gen', 'run', 'quiet')
local stepped = known[1] == gen and math.abs(now - expected) > second
if stepped and not again then return {'CLOCK'} end
local lost = stepped or unseen
if known[1] then lost = lost or known[2] ~= run else lost = lost or sent or uptime < span end
local quiet = tonumber(known[3] or 0)
if lost or not known[1] then
  redis.call('DEL', slots)
  known[1], quiet = string.format('%s:%.0f', run, now), lost and now + span + noticed or 0
  redis.call('HSET', state, 'gen', known[1], 'run', run, 'quiet', string.format('%.0f', quiet))
end

local rest = math.max(0, redis.call('PTTL', pause) * 1000)
if paused > rest then
  redis.call('SET', pause, 1, 'PX', math.ceil(paused / 1000))
  rest = paused
end
local from = math.max(now + rest, quiet)

redis.call('ZREMRANGEBYSCORE', slots, '-inf', string.format('%.0f', now - span))
local own = tonumber(redis.call('ZSCORE', slots, id) or '')
redis.call('ZREM', slots, id)
local x, process, processes = {}, {[string.match(id, '[^:]*')] = true}, 1
local taken = redis.call('ZRANGE', slots, 0, -1, 'WITHSCORES')
for i = 1, #taken, 2 do
  x[#x + 1] = tonumber(taken[i + 1])
  local name = string.match(taken[i], '[^:]*')
  if not process[name] then process[name], processes = true, processes + 1 end
end

-- Reports whether a request after the first p would leave every later window with
-- at most n.
local function fits(at, p)
  for i = math.max(1, p + 2 - n), p do
    if x[i + n - 1] and x[i + n - 1] - x[i] < span then return false end
  end
  return not x[p + n] or x[p + n] - at >= span
end

local at, p = from, 0
-- A caller that wakes a little late keeps its place. Otherwise many waiters would
-- push each other to the end for ever.
if own and own <= now and now <= own + late and from == now then
  at = own
else
  while true do
    while x[p + 1] and x[p + 1] <= at do p = p + 1 end
    local nth = x[p + 1 - n]
    if nth and at < nth + span then at = nth + span
    elseif not fits(at, p) then at = x[p + 1]
    else break end
  end
end

local status, wait = 'SLOT', math.max(0, at - now)
if wait > longest then
  status = 'LATE'
else
  redis.call('ZADD', slots, string.format('%.0f', at), id)
  x[#x + 1] = at
  table.sort(x)
end
local keep = math.ceil((math.max(from, x[#x] or 0) - now + 2 * span) / 1000)
redis.call('PEXPIRE', slots, keep)
redis.call('PEXPIRE', state, keep)

local free = {} -- when the n slots come free again, from now
for i = #x - n + 1, #x do
  free[#free + 1] = math.max(from, (x[i] or -span) + span) - now
end
return {status, wait, now, known[1], math.max(0, quiet - now), processes, free}

/*
 * Each call of the inbox is one script, so that Redis does it in one step. All keys begin with KEYS[1], which holds a hash
 * tag: in a cluster they are on one node. Below the prefix:
 *
 *   entry:<event key>  hash   an entry or a dead letter
 *   lane:<lane>        zset   event keys of its waiting entries, by their number
 *   held:<lane>        string who works in the lane; expires when nobody renews it
 *   lanes              zset   lanes with waiting entries, by the time from which one may be taken
 *   waiting, dead      zset   event keys by number
 *   done               zset   event keys by the time of their end
 *   number, paused     string
 */
const COMMON = /* Lua */ `
local function at(name) return KEYS[1] .. name end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function read(key, field) return redis.call('HGET', at('entry:' .. key), field) end
local function head(lane) return redis.call('ZRANGE', at('lane:' .. lane), 0, 0)[1] end
local function ready(lane)
  local first = head(lane)
  if first then redis.call('ZADD', at('lanes'), read(first, 'notBefore'), lane)
  else redis.call('ZREM', at('lanes'), lane) end
end
local function free(lane, holder)
  if redis.call('GET', at('held:' .. lane)) == holder then redis.call('DEL', at('held:' .. lane)) end
  ready(lane)
end
local function unqueue(key, lane)
  redis.call('ZREM', at('lane:' .. lane), key)
  redis.call('ZREM', at('waiting'), key)
end
local function finish(key)
  redis.call('DEL', at('entry:' .. key))
  redis.call('ZADD', at('done'), now, key)
end
local function claimed(key, holder)
  return read(key, 'state') == 'waiting' and read(key, 'holder') == holder
end
`;

const toScript = (body: string): string => COMMON + body;

export type RedisScript =
  | "append"
  | "take"
  | "renew"
  | "done"
  | "failed"
  | "bury"
  | "putBack"
  | "ready"
  | "list"
  | "show"
  | "replay"
  | "drop"
  | "purge"
  | "stats"
  | "pause"
  | "resume";

export const redisScripts: Readonly<Record<RedisScript, string>> = {
  /** ARGV: event key, lane, body, delivery. */
  append: toScript(/* Lua */ `
    local key, lane = ARGV[1], ARGV[2]
    if redis.call('EXISTS', at('entry:' .. key)) == 1 or redis.call('ZSCORE', at('done'), key) then return 0 end
    local number = redis.call('INCR', at('number'))
    redis.call('HSET', at('entry:' .. key), 'number', number, 'state', 'waiting', 'lane', lane, 'body', ARGV[3],
      'delivery', ARGV[4], 'received', now, 'notBefore', now, 'begun', 0, 'failed', 0)
    redis.call('ZADD', at('lane:' .. lane), number, key)
    redis.call('ZADD', at('waiting'), number, key)
    redis.call('ZADD', at('lanes'), 'NX', now, lane)
    return 1`),
  /** ARGV: lane, holder, ms. */
  take: toScript(/* Lua */ `
    local lane, holder, ms = ARGV[1], ARGV[2], tonumber(ARGV[3])
    local key = head(lane)
    if not key then return {'empty'} end
    if redis.call('EXISTS', at('paused')) == 1 then return {'paused'} end
    if redis.call('EXISTS', at('held:' .. lane)) == 1 then return {'held'} end
    local inMs = tonumber(read(key, 'notBefore')) - now
    if inMs > 0 then return {'later', inMs} end
    redis.call('HSET', at('entry:' .. key), 'holder', holder)
    redis.call('HINCRBY', at('entry:' .. key), 'begun', 1)
    redis.call('SET', at('held:' .. lane), holder, 'PX', ms)
    redis.call('ZADD', at('lanes'), now + ms, lane)
    return {'entry', key, redis.call('HGETALL', at('entry:' .. key))}`),
  /** ARGV, of this and the next four: event key, holder. Here also ms. */
  renew: toScript(/* Lua */ `
    local key, holder, ms = ARGV[1], ARGV[2], tonumber(ARGV[3])
    if not claimed(key, holder) then return 0 end
    local lane = read(key, 'lane')
    local other = redis.call('GET', at('held:' .. lane))
    if other and other ~= holder then return 0 end
    redis.call('SET', at('held:' .. lane), holder, 'PX', ms)
    redis.call('ZADD', at('lanes'), now + ms, lane)
    return 1`),
  done: toScript(/* Lua */ `
    local key, holder = ARGV[1], ARGV[2]
    if not claimed(key, holder) then return 0 end
    local lane = read(key, 'lane')
    unqueue(key, lane)
    finish(key)
    free(lane, holder)
    return 1`),
  /** Also reason, stack, ms until it is tried again. */
  failed: toScript(/* Lua */ `
    local key, holder = ARGV[1], ARGV[2]
    if not claimed(key, holder) then return 0 end
    redis.call('HINCRBY', at('entry:' .. key), 'failed', 1)
    redis.call('HDEL', at('entry:' .. key), 'holder')
    redis.call('HSET', at('entry:' .. key), 'notBefore', now + tonumber(ARGV[5]), 'reason', ARGV[3], 'stack', ARGV[4])
    free(read(key, 'lane'), holder)
    return 1`),
  /** Also reason, stack. */
  bury: toScript(/* Lua */ `
    local key, holder = ARGV[1], ARGV[2]
    if not claimed(key, holder) then return 0 end
    local lane = read(key, 'lane')
    unqueue(key, lane)
    redis.call('HDEL', at('entry:' .. key), 'holder')
    redis.call('HSET', at('entry:' .. key), 'state', 'dead', 'diedAt', now, 'reason', ARGV[3], 'stack', ARGV[4])
    redis.call('ZADD', at('dead'), read(key, 'number'), key)
    free(lane, holder)
    return 1`),
  putBack: toScript(/* Lua */ `
    local key, holder = ARGV[1], ARGV[2]
    if not claimed(key, holder) then return 0 end
    redis.call('HINCRBY', at('entry:' .. key), 'begun', -1)
    redis.call('HDEL', at('entry:' .. key), 'holder')
    free(read(key, 'lane'), holder)
    return 1`),
  /** ARGV: how many. */
  ready: toScript(/* Lua */ `return redis.call('ZRANGEBYSCORE', at('lanes'), '-inf', now, 'LIMIT', 0, ARGV[1])`),
  /** ARGV: state, lane or "", how many. */
  list: toScript(/* Lua */ `
    local found = {}
    local keys = (ARGV[1] == 'waiting' and ARGV[2] ~= '')
      and redis.call('ZRANGE', at('lane:' .. ARGV[2]), 0, ARGV[3] - 1) or redis.call('ZRANGE', at(ARGV[1]), 0, -1)
    for _, key in ipairs(keys) do
      if #found >= tonumber(ARGV[3]) then break end
      if ARGV[2] == '' or read(key, 'lane') == ARGV[2] then
        table.insert(found, {key, redis.call('HGETALL', at('entry:' .. key))})
      end
    end
    return found`),
  /** ARGV: event key. */
  show: toScript(/* Lua */ `return {ARGV[1], redis.call('HGETALL', at('entry:' .. ARGV[1]))}`),
  /** ARGV: event key. */
  replay: toScript(/* Lua */ `
    local key = ARGV[1]
    if read(key, 'state') ~= 'dead' then return 0 end
    local lane, number = read(key, 'lane'), read(key, 'number')
    redis.call('HSET', at('entry:' .. key), 'state', 'waiting', 'begun', 0, 'failed', 0, 'notBefore', now)
    redis.call('HDEL', at('entry:' .. key), 'diedAt', 'reason', 'stack')
    redis.call('ZREM', at('dead'), key)
    redis.call('ZADD', at('lane:' .. lane), number, key)
    redis.call('ZADD', at('waiting'), number, key)
    if redis.call('EXISTS', at('held:' .. lane)) == 0 then ready(lane) end
    return 1`),
  /** ARGV: event key. */
  drop: toScript(/* Lua */ `
    local key = ARGV[1]
    if redis.call('EXISTS', at('entry:' .. key)) == 0 then return 0 end
    local lane, holder = read(key, 'lane'), read(key, 'holder')
    unqueue(key, lane)
    redis.call('ZREM', at('dead'), key)
    finish(key)
    free(lane, holder)
    return 1`),
  /** ARGV: ms of done keys, ms of dead letters. */
  purge: toScript(/* Lua */ `
    local purged = redis.call('ZREMRANGEBYSCORE', at('done'), '-inf', now - tonumber(ARGV[1]))
    for _, key in ipairs(redis.call('ZRANGE', at('dead'), 0, -1)) do
      if tonumber(read(key, 'diedAt')) <= now - tonumber(ARGV[2]) then
        redis.call('ZREM', at('dead'), key)
        redis.call('DEL', at('entry:' .. key))
        purged = purged + 1
      end
    end
    return purged`),
  stats: toScript(/* Lua */ `
    local running = 0
    for _, lane in ipairs(redis.call('ZRANGEBYSCORE', at('lanes'), '(' .. now, '+inf')) do
      running = running + redis.call('EXISTS', at('held:' .. lane))
    end
    local oldest = redis.call('ZRANGE', at('waiting'), 0, 0)[1]
    return {redis.call('ZCARD', at('waiting')), running, redis.call('ZCARD', at('dead')), redis.call('ZCARD', at('lanes')),
      oldest and now - read(oldest, 'received') or 0, redis.call('EXISTS', at('paused'))}`),
  pause: toScript(/* Lua */ `return redis.call('SET', at('paused'), '1')`),
  resume: toScript(/* Lua */ `return redis.call('DEL', at('paused'))`),
};

-- The keys of the nodes that live: each has a session that holds the advisory lock of its key, and that asks something
-- every three seconds. A process that stands still keeps its sessions, but asks nothing. When another role's session
-- asked is told by the owner of the tables; where that one is not told either (null), it counts as alive.
SELECT (l.classid::BIGINT << 32) | l.objid::BIGINT
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE
  l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
  AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
  AND COALESCE(a.state_change, node_seen_at(l.pid), clock_timestamp()) > clock_timestamp() - INTERVAL '12 seconds'

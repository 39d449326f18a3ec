-- A node lives while its session holds the advisory lock of its key.
SELECT
  r.run_id, r.user_id, r.connection_id, r.account_id, r.sync_type, r.work, r.is_forced, r.cause,
  r.status, r.progress, r.issues_found, r.created_at, r.started_at, r.ended_at, r.reason, r.resumes,
  r.details
FROM runs AS r
LEFT JOIN connections AS c ON c.user_id = r.user_id AND c.connection_id = r.connection_id
WHERE
  r.status = 'running'
  AND (c.lease_run_id IS NULL OR c.lease_run_id <> r.run_id OR (
    c.lease_until < @now
    OR NOT EXISTS (
      SELECT 1
      FROM pg_locks AS l
      WHERE
        l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
        AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
        AND (l.classid::BIGINT << 32) | l.objid::BIGINT = c.lease_node_key
    )
  ))
ORDER BY r.run_id

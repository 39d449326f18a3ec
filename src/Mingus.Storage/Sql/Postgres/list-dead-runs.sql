-- Another node's run that nobody holds any more: the lease it runs under is gone or has expired, or the session that
-- held the lock of the node's key has ended.
SELECT
  r.run_id, r.user_id, r.connection_id, r.account_id, r.sync_type, r.work, r.is_forced, r.cause,
  r.status, r.progress, r.issues_found, r.created_at, r.started_at, r.ended_at, r.reason, r.resumes,
  r.details
FROM {all}runs AS r
LEFT JOIN {all}connections AS c
  ON c.user_id = r.user_id AND c.connection_id = r.connection_id AND c.lease_run_id = r.run_id
WHERE
  r.status IN ('queued', 'running') AND r.node_key <> @node_key
  AND (
    (r.status = 'running' AND (c.lease_until IS NULL OR c.lease_until < @now))
    OR r.node_key <> ALL (ARRAY(
      {living_nodes}
    ))
  )
ORDER BY r.run_id

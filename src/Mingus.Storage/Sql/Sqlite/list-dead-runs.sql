-- One process has the file: the lease of another node is a dead one's.
-- The second term on the status says nothing new: it names the rows of the index runs_active, so that a long history of
-- runs is not read.
SELECT
  r.run_id, r.user_id, r.connection_id, r.account_id, r.sync_type, r.work, r.is_forced, r.cause,
  r.status, r.progress, r.issues_found, r.created_at, r.started_at, r.ended_at, r.reason, r.resumes,
  r.details
FROM runs AS r
LEFT JOIN connections AS c ON c.user_id = r.user_id AND c.connection_id = r.connection_id
WHERE
  r.status = 'running' AND r.status IN ('queued', 'running')
  AND (c.lease_run_id IS NULL OR c.lease_run_id <> r.run_id OR (c.lease_node <> @node OR c.lease_until < @now))
ORDER BY r.run_id

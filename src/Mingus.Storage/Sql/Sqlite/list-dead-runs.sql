-- One process has the file: what another node has is a dead one's.
-- Both states are named in one list, as in the index runs_active, so that a long history of runs is not read.
SELECT
  r.run_id, r.user_id, r.connection_id, r.account_id, r.sync_type, r.work, r.is_forced, r.cause,
  r.status, r.progress, r.issues_found, r.created_at, r.started_at, r.ended_at, r.reason, r.resumes,
  r.details
FROM {all}runs AS r
WHERE r.status IN ('queued', 'running') AND r.node <> @node
ORDER BY r.run_id

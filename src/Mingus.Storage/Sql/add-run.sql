-- Only for a connection the user has. A run that is queued already is written again, with wider work.
INSERT INTO runs (
  run_id, user_id, connection_id, account_id, sync_type, work, is_forced, cause, status, progress,
  issues_found, created_at, started_at, ended_at, reason, resumes, details, node, node_key
)
SELECT
  @run_id, @user_id, @connection_id, @account_id, @sync_type, @work, @is_forced, @cause, @status,
  @progress, @issues_found, @created_at, @started_at, @ended_at, @reason, @resumes, @details, @node,
  @node_key
FROM connections AS c
WHERE c.user_id = @user_id AND c.connection_id = @connection_id
ON CONFLICT (user_id, run_id) DO UPDATE
SET
  account_id = excluded.account_id, sync_type = excluded.sync_type, work = excluded.work,
  is_forced = excluded.is_forced, cause = excluded.cause, progress = excluded.progress, reason = excluded.reason,
  details = excluded.details
WHERE runs.status = 'queued'
RETURNING run_id

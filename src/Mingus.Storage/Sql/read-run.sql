SELECT
  run_id, user_id, connection_id, account_id, sync_type, work, is_forced, cause, status, progress,
  issues_found, created_at, started_at, ended_at, reason, resumes, details
FROM runs
WHERE user_id = @user_id AND run_id = @run_id

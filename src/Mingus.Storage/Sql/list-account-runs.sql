-- Runs of the connections that show the account, but for those asked for another account.
SELECT
  run_id, user_id, connection_id, account_id, sync_type, work, is_forced, cause, status, progress,
  issues_found, created_at, started_at, ended_at, reason, resumes, details
FROM runs
WHERE
  user_id = @user_id AND run_id < @before
  AND (account_id IS NULL OR account_id = @account_id)
  AND connection_id IN (
    SELECT f.connection_id
    FROM feeds AS f
    WHERE f.user_id = @user_id AND f.account_id = @account_id
  )
ORDER BY run_id DESC
LIMIT @limit

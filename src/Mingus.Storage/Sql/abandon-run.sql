-- Unless it has its lease after all: its node kept it meanwhile.
UPDATE runs
SET status = 'abandoned', ended_at = @now
WHERE
  user_id = @user_id AND run_id = @run_id AND status = 'running'
  AND NOT EXISTS (
    SELECT 1
    FROM connections AS c
    WHERE c.user_id = @user_id AND c.connection_id = @connection_id AND c.lease_run_id = @run_id
  )
RETURNING run_id

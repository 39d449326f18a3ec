-- The second term on the status says nothing new: it names the rows of the index runs_active, so that a long history of
-- runs is not read.
UPDATE runs
SET status = 'abandoned', ended_at = @now
WHERE user_id = @user_id AND connection_id = @connection_id AND status = 'running' AND status IN ('queued', 'running')
  AND run_id <> @run_id

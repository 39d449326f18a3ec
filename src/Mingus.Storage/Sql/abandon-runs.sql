UPDATE runs
SET status = 'abandoned', ended_at = @now
WHERE user_id = @user_id AND connection_id = @connection_id AND status = 'running' AND run_id <> @run_id

UPDATE runs
SET status = @status, ended_at = @now
WHERE user_id = @user_id AND run_id = @run_id AND status = @from_status
RETURNING run_id

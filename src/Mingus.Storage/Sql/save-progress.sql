UPDATE runs
SET progress = @progress
WHERE user_id = @user_id AND run_id = @run_id AND status = 'running'

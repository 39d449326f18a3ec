DELETE FROM runs
WHERE user_id = @user_id AND status NOT IN ('queued', 'running') AND created_at < @before
RETURNING run_id

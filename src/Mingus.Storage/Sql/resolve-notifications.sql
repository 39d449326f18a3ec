UPDATE notifications
SET resolved_at = @now
WHERE user_id = @user_id AND connection_id = @connection_id AND resolved_at IS NULL

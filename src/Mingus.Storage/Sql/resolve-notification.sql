UPDATE notifications
SET resolved_at = @now
WHERE user_id = @user_id AND notification_id = @notification_id AND resolved_at IS NULL

UPDATE notifications
SET read_at = @now
WHERE user_id = @user_id AND notification_id = @notification_id AND read_at IS NULL
RETURNING notification_id

SELECT
  notification_id, kind, severity, topic, text, action, account_id, connection_id, count, at, read_at, resolved_at
FROM notifications
WHERE user_id = @user_id AND notification_id = @notification_id

SELECT
  notification_id, kind, severity, topic, text, action, account_id, connection_id, count, at, read_at, resolved_at
FROM notifications
WHERE
  user_id = @user_id AND (at, notification_id) < (@before, @before_id)
  AND (@open = 0 OR (read_at IS NULL AND resolved_at IS NULL))
ORDER BY at DESC, notification_id DESC
LIMIT @limit

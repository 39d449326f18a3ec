-- The same kind told again while it stands is counted; another kind, or after it was resolved, begins anew. Either way
-- it is unread.
INSERT INTO notifications (
  user_id, notification_id, kind, severity, topic, text, action, account_id, connection_id, count, at
)
VALUES (
  @user_id, @notification_id, @kind, @severity, @topic, @text, @action, @account_id, @connection_id, 1, @at
)
ON CONFLICT (user_id, notification_id) DO UPDATE
SET
  kind = excluded.kind, severity = excluded.severity, text = excluded.text, action = excluded.action,
  at = excluded.at, count = CASE
    WHEN notifications.resolved_at IS NULL AND notifications.kind = excluded.kind THEN notifications.count + 1
    ELSE 1
  END,
  read_at = NULL, resolved_at = NULL

INSERT INTO balance_snapshots (
  user_id, account_id, feed_id, current_minor, available_minor, limit_minor, currency,
  currency_is_official, as_of, recorded_at, source, came_with_update
)
VALUES (
  @user_id, @account_id, @feed_id, @current_minor, @available_minor, @limit_minor, @currency,
  @currency_is_official, @as_of, @recorded_at, @source, @came_with_update
)

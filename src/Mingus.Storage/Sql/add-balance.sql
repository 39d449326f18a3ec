-- The account is the one that the feed shows now: a link may have moved it since the balance was asked for.
INSERT INTO balance_snapshots (
  user_id, account_id, feed_id, current_minor, available_minor, limit_minor, currency,
  currency_is_official, as_of, recorded_at, source, came_with_update
)
SELECT
  f.user_id, f.account_id, f.feed_id, @current_minor, @available_minor, @limit_minor, @currency,
  @currency_is_official, @as_of, @recorded_at, @source, @came_with_update
FROM feeds AS f
WHERE f.user_id = @user_id AND f.feed_id = @feed_id

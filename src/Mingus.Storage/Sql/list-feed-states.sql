SELECT
  f.feed_id, f.connection_id, f.account_id, f.provider_account_id, f.persistent_account_id, f.name,
  f.mask, f.since, f.gone_since, f.is_linked_by_person,
  a.account_id, a.name, a.official_name, a.mask, a.kind, a.subtype, a.currency, a.currency_is_official,
  a.is_named_by_person, a.is_hidden,
  b.account_id, b.feed_id, b.current_minor, b.available_minor, b.limit_minor, b.currency,
  b.currency_is_official, b.as_of, b.recorded_at, b.source, b.came_with_update,
  w.account_id, w.feed_id, w.current_minor, w.available_minor, w.limit_minor, w.currency,
  w.currency_is_official, w.as_of, w.recorded_at, w.source, w.came_with_update,
  c.asked_from, c.oldest_day, c.quiet_days, c.record_days, c.limited_since, c.intervals
FROM feeds AS f
JOIN accounts AS a ON a.user_id = f.user_id AND a.account_id = f.account_id
LEFT JOIN balance_snapshots AS b
  ON b.user_id = f.user_id
  AND b.row_number = (
    SELECT n.row_number
    FROM balance_snapshots AS n
    WHERE n.user_id = f.user_id AND n.feed_id = f.feed_id
    ORDER BY n.as_of DESC, n.row_number DESC
    LIMIT 1
  )
LEFT JOIN balance_snapshots AS w
  ON w.user_id = f.user_id
  AND w.row_number = (
    SELECT n.row_number
    FROM balance_snapshots AS n
    WHERE n.user_id = f.user_id AND n.feed_id = f.feed_id AND n.came_with_update
    ORDER BY n.as_of DESC, n.row_number DESC
    LIMIT 1
  )
LEFT JOIN coverage AS c ON c.user_id = f.user_id AND c.feed_id = f.feed_id
WHERE f.user_id = @user_id AND f.connection_id = @connection_id
ORDER BY f.row_number

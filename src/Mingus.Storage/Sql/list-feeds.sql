SELECT
  f.feed_id, f.connection_id, f.account_id, f.provider_account_id, f.persistent_account_id, f.name,
  f.mask, f.since, f.gone_since, f.is_linked_by_person,
  c.asked_from, c.oldest_day, c.quiet_days, c.record_days, c.limited_since, c.intervals
FROM feeds AS f
LEFT JOIN coverage AS c ON c.user_id = f.user_id AND c.feed_id = f.feed_id
WHERE f.user_id = @user_id
ORDER BY f.row_number

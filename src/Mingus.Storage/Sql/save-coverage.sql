INSERT INTO coverage (
  user_id, feed_id, asked_from, oldest_day, quiet_days, record_days, limited_since, intervals
)
VALUES (@user_id, @feed_id, @asked_from, @oldest_day, @quiet_days, @record_days, @limited_since, @intervals)
ON CONFLICT (user_id, feed_id) DO UPDATE
SET
  asked_from = excluded.asked_from, oldest_day = excluded.oldest_day, quiet_days = excluded.quiet_days,
  record_days = excluded.record_days, limited_since = excluded.limited_since, intervals = excluded.intervals

-- The last of each UTC day of 86,400,000 ms.
SELECT
  b.account_id, b.feed_id, b.current_minor, b.available_minor, b.limit_minor, b.currency,
  b.currency_is_official, b.as_of, b.recorded_at, b.source, b.came_with_update,
  b.row_number
FROM balance_snapshots AS b
WHERE
  b.user_id = @user_id AND b.account_id = @account_id
  AND b.as_of >= @from AND (b.as_of, b.row_number) < (@before, @before_row)
  AND NOT EXISTS (
    SELECT 1
    FROM balance_snapshots AS l
    WHERE
      l.user_id = b.user_id AND l.account_id = b.account_id
      AND (l.as_of, l.row_number) > (b.as_of, b.row_number)
      AND l.as_of < (b.as_of / 86400000 + 1) * 86400000
  )
ORDER BY b.as_of DESC, b.row_number DESC
LIMIT @limit

SELECT
  a.account_id, a.name, a.official_name, a.mask, a.kind, a.subtype, a.currency, a.currency_is_official,
  a.is_named_by_person, a.is_hidden,
  b.account_id, b.feed_id, b.current_minor, b.available_minor, b.limit_minor, b.currency,
  b.currency_is_official, b.as_of, b.recorded_at, b.source, b.came_with_update,
  (
    SELECT count(*)
    FROM findings AS f
    WHERE f.user_id = a.user_id AND f.account_id = a.account_id AND f.state = 'open' AND f.severity = 'error'
  ),
  a.row_number
FROM accounts AS a
LEFT JOIN balance_snapshots AS b
  ON b.user_id = a.user_id
  AND b.row_number = (
    SELECT n.row_number
    FROM balance_snapshots AS n
    WHERE n.user_id = a.user_id AND n.account_id = a.account_id
    ORDER BY n.as_of DESC, n.row_number DESC
    LIMIT 1
  )
WHERE
  a.user_id = @user_id AND a.row_number > @after
  AND EXISTS (SELECT 1 FROM feeds AS f WHERE f.user_id = a.user_id AND f.account_id = a.account_id)
ORDER BY a.row_number
LIMIT @limit

-- plan: each time
-- A transaction shown by a record about to be erased is shown by its newest live record of another feed.
UPDATE records
SET is_primary = TRUE
WHERE
  user_id = @user_id
  AND row_number IN (
    SELECT max(o.row_number)
    FROM records AS e
    JOIN records AS o ON o.user_id = e.user_id AND o.transaction_id = e.transaction_id
    WHERE
      e.user_id = @user_id AND e.is_primary AND e.feed_id IN (
        SELECT f.feed_id
        FROM feeds AS f
        WHERE f.user_id = @user_id AND f.connection_id = @connection_id
      )
      AND o.status <> 3 AND o.feed_id NOT IN (
        SELECT f.feed_id
        FROM feeds AS f
        WHERE f.user_id = @user_id AND f.connection_id = @connection_id
      )
    GROUP BY o.transaction_id
  )

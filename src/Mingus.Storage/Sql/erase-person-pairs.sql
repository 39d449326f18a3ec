DELETE FROM person_pairs
WHERE
  user_id = @user_id
  AND EXISTS (
    SELECT 1
    FROM feeds AS f
    WHERE
      f.user_id = @user_id AND f.connection_id = @connection_id
      AND f.feed_id IN (person_pairs.one_feed_id, person_pairs.other_feed_id)
  )

DELETE FROM coverage
WHERE user_id = @user_id AND feed_id IN (
  SELECT f.feed_id
  FROM feeds AS f
  WHERE f.user_id = @user_id AND f.connection_id = @connection_id
)

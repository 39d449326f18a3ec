DELETE FROM webhooks
WHERE (provider, item_id) IN (
  SELECT c.provider, c.item_id
  FROM connections AS c
  WHERE c.user_id = @user_id AND c.connection_id = @connection_id
)

-- Of the accounts that the connection's feeds show.
SELECT m.account_id, m.state
FROM match_states AS m
WHERE m.user_id = @user_id AND m.account_id IN (
  SELECT f.account_id
  FROM feeds AS f
  WHERE f.user_id = @user_id AND f.connection_id = @connection_id
)

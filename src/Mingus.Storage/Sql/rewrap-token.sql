UPDATE connections
SET sealed_token = @rewrapped
WHERE user_id = @user_id AND connection_id = @connection_id AND sealed_token = @seen
RETURNING connection_id

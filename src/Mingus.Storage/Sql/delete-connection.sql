DELETE FROM connections
WHERE user_id = @user_id AND connection_id = @connection_id AND status = 'disconnected'
RETURNING connection_id

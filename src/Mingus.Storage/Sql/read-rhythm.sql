SELECT rhythm
FROM rhythms
WHERE user_id = @user_id AND connection_id = @connection_id

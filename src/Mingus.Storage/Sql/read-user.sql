SELECT last_sequence, version
FROM users
WHERE user_id = @user_id

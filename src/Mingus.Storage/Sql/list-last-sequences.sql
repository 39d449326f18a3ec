SELECT user_id, last_sequence
FROM users
WHERE user_id = @user_id

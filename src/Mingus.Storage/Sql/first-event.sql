SELECT min(sequence)
FROM events
WHERE user_id = @user_id

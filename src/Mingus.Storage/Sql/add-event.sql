INSERT INTO events (user_id, sequence, type, account_id, at, data)
SELECT user_id, last_sequence - @events_after, @type, @account_id, @at, @data
FROM users
WHERE user_id = @user_id

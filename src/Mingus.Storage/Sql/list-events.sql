SELECT sequence, type, account_id, data
FROM events
WHERE user_id = @user_id AND sequence > @after
ORDER BY sequence
LIMIT @limit

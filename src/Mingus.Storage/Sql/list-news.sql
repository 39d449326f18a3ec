-- Webhooks of changes: each body is kept once, with its first and last time.
SELECT w.first_received_at, w.last_received_at
FROM connections AS c
INNER JOIN webhooks AS w ON c.provider = w.provider AND c.item_id = w.item_id
WHERE c.user_id = @user_id AND c.connection_id = @connection_id AND w.meaning = 'changes'
ORDER BY w.last_received_at

SELECT user_id
FROM {all}users
WHERE user_id > @after
ORDER BY user_id
LIMIT @limit

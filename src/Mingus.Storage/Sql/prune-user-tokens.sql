DELETE FROM user_tokens
WHERE expires_at < @before
RETURNING token_id

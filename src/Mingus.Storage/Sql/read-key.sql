SELECT request_hash, status, content_type, location, body
FROM idempotency_keys
WHERE user_id = @user_id AND key = @key

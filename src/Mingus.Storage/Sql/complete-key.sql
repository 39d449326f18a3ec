UPDATE idempotency_keys
SET status = @status, content_type = @content_type, location = @location, body = @body
WHERE user_id = @user_id AND key = @key

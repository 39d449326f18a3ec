DELETE FROM idempotency_keys
WHERE user_id = @user_id AND key = @key AND status IS NULL

SELECT report
FROM validations
WHERE user_id = @user_id AND account_id = @account_id AND (started_at, validation_id) < (@before, @before_id)
ORDER BY started_at DESC, validation_id DESC
LIMIT @limit

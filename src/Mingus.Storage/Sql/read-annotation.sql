SELECT category, note, updated_at, hidden_at
FROM annotations
WHERE user_id = @user_id AND transaction_id = @transaction_id

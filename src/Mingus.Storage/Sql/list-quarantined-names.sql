SELECT DISTINCT provider_transaction_id, provider_account_id
FROM quarantine
WHERE user_id = @user_id AND connection_id = @connection_id AND provider_transaction_id IS NOT NULL

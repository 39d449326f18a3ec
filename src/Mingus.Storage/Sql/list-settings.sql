SELECT account_id, settings
FROM settings
WHERE user_id = @user_id
ORDER BY account_id

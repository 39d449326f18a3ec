DELETE FROM settings
WHERE user_id = @user_id AND account_id = @account_id

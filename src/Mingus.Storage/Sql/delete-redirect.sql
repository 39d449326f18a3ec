DELETE FROM redirects
WHERE user_id = @user_id AND old_id = @old_id

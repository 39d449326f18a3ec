-- What was found through a connection of an account that shows nothing any more.
UPDATE findings
SET account_id = @new_id
WHERE user_id = @user_id AND account_id = @old_id

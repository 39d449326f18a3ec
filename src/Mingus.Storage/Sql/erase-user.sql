-- The trigger erase_user takes all that is theirs along.
DELETE FROM users
WHERE user_id = @user_id
RETURNING user_id

-- The one it was carried from has it still.
DELETE FROM annotations
WHERE user_id = @user_id AND carried_from = @old_id

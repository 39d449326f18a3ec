-- Of accounts that are gone; a user's own stay.
DELETE FROM settings
WHERE
  user_id = @user_id AND account_id <> '00000000-0000-0000-0000-000000000000'::uuid
  AND NOT EXISTS (
    SELECT 1
    FROM accounts AS a
    WHERE a.user_id = @user_id AND a.account_id = settings.account_id
  )

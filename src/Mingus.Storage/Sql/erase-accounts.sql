-- Those that no feed shows any more.
DELETE FROM accounts
WHERE
  user_id = @user_id
  AND NOT EXISTS (SELECT 1 FROM feeds AS f WHERE f.user_id = @user_id AND f.account_id = accounts.account_id)

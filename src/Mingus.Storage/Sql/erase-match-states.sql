-- Those of accounts that are no more.
DELETE FROM match_states
WHERE
  user_id = @user_id
  AND NOT EXISTS (SELECT 1 FROM accounts AS a WHERE a.user_id = @user_id AND a.account_id = match_states.account_id)

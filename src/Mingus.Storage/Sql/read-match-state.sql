SELECT account_id, state
FROM match_states
WHERE user_id = @user_id AND account_id = @account_id

INSERT INTO match_states (user_id, account_id, state)
VALUES (@user_id, @account_id, @state)
ON CONFLICT (user_id, account_id) DO UPDATE
SET state = excluded.state

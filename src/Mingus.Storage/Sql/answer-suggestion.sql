UPDATE suggestions
SET state = @state, decision_id = @decision_id
WHERE user_id = @user_id AND duplicate_id = @duplicate_id

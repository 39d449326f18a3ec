UPDATE decisions
SET undone_by = @undone_by
WHERE user_id = @user_id AND decision_id = @decision_id AND undone_by IS NULL

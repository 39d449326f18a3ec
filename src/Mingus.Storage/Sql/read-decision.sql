SELECT
  decision_id, kind, is_by_person, rule, at, transaction_id, reasons, state_before, state_after, account_id,
  score, undone_by
FROM decisions
WHERE user_id = @user_id AND decision_id = @decision_id

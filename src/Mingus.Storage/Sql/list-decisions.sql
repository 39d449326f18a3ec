SELECT
  decision_id, kind, is_by_person, rule, at, transaction_id, reasons, state_before, state_after, account_id,
  score, undone_by
FROM decisions
WHERE
  user_id = @user_id AND (at, decision_id) < (@before, @before_id)
  AND (@has_account = 0 OR account_id = @account_id)
ORDER BY at DESC, decision_id DESC
LIMIT @limit

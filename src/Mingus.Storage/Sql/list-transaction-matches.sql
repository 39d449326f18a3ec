-- What joined the records of a transaction beyond the provider's own pending link, newest first.
SELECT
  decision_id, kind, is_by_person, rule, at, transaction_id, reasons, state_before, state_after, account_id,
  score, undone_by
FROM decisions
WHERE
  user_id = @user_id AND transaction_id = @transaction_id AND kind = 'match' AND rule <> 'pending_link'
  AND undone_by IS NULL
ORDER BY at DESC, decision_id DESC

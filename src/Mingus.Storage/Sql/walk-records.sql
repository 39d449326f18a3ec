-- All records of the user in the order of their transactions, from a position on. The first condition is the one that
-- an index answers.
SELECT
  r.row_number, r.feed_id, r.account_id, r.transaction_id, r.provider_transaction_id, r.is_primary,
  r.is_pending, r.amount_minor, r.currency, r.currency_is_official, r.date, r.authorized_date,
  r.pending_transaction_id, r.description, r.original_description, r.merchant_name, r.details,
  r.fingerprint_version, r.fingerprint, r.first_seen_at, r.updated_at, r.removed_at
FROM records AS r
WHERE
  r.user_id = @user_id AND r.transaction_id >= @after_id
  AND (r.transaction_id > @after_id OR r.row_number > @after_row)
ORDER BY r.transaction_id, r.row_number
LIMIT @limit

-- The record of that name, and the other records of its transaction.
SELECT
  o.row_number, o.feed_id, o.account_id, o.transaction_id, o.provider_transaction_id, o.is_primary,
  o.is_pending, o.amount_minor, o.currency, o.currency_is_official, o.date, o.authorized_date,
  o.pending_transaction_id, o.description, o.original_description, o.merchant_name, o.details,
  o.fingerprint_version, o.fingerprint, o.first_seen_at, o.updated_at, o.removed_at
FROM records AS r
JOIN records AS o ON o.user_id = r.user_id AND o.transaction_id = r.transaction_id
WHERE
  r.user_id = @user_id AND r.identity = @identity AND r.feed_id = @feed_id
  AND r.provider_transaction_id = @provider_transaction_id

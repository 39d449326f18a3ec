-- Records of the account with that amount in those days, and the other records of their transactions.
SELECT
  o.row_number, o.feed_id, o.account_id, o.transaction_id, o.provider_transaction_id, o.is_primary,
  o.is_pending, o.amount_minor, o.currency, o.currency_is_official, o.date, o.authorized_date,
  o.pending_transaction_id, o.description, o.original_description, o.merchant_name, o.details,
  o.fingerprint_version, o.fingerprint, o.first_seen_at, o.updated_at, o.removed_at
FROM records AS r
CROSS JOIN records AS o ON o.user_id = r.user_id AND o.transaction_id = r.transaction_id
WHERE
  r.user_id = @user_id AND r.account_id = @account_id AND r.amount_minor = @amount_minor
  AND r.date BETWEEN @from_date AND @to_date

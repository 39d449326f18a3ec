-- The live records shown of a feed that are dated in a window, by the index of what is listed.
SELECT
  r.row_number, r.feed_id, r.account_id, r.transaction_id, r.provider_transaction_id, r.is_primary,
  r.is_pending, r.amount_minor, r.currency, r.currency_is_official, r.date, r.authorized_date,
  r.pending_transaction_id, r.description, r.original_description, r.merchant_name, r.details,
  r.fingerprint_version, r.fingerprint, r.first_seen_at, r.updated_at, r.removed_at
FROM feeds AS f
JOIN records AS r ON r.user_id = f.user_id AND r.account_id = f.account_id
WHERE
  f.user_id = @user_id AND f.feed_id = @feed_id
  AND r.is_primary AND r.status <> 3 AND r.feed_id = @feed_id AND r.date >= @from AND r.date <= @to

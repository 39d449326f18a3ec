-- each: arrays
-- The records of those names, and the other records of their transactions.
SELECT DISTINCT ON (o.row_number)
  o.row_number, o.feed_id, o.account_id, o.transaction_id, o.provider_transaction_id, o.is_primary,
  o.is_pending, o.amount_minor, o.currency, o.currency_is_official, o.date, o.authorized_date,
  o.pending_transaction_id, o.description, o.original_description, o.merchant_name, o.details,
  o.fingerprint_version, o.fingerprint, o.first_seen_at, o.updated_at, o.removed_at
FROM unnest(@identity::BYTEA[], @feed_id::UUID[], @provider_transaction_id::TEXT[])
  AS n (identity, feed_id, provider_transaction_id)
JOIN records AS r
  ON r.user_id = @user_id AND r.identity = n.identity AND r.feed_id = n.feed_id
  AND r.provider_transaction_id = n.provider_transaction_id
JOIN records AS o ON o.user_id = r.user_id AND o.transaction_id = r.transaction_id

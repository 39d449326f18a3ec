-- The records of those names, and the other records of their transactions. The names come as their identities, end to
-- end; as one array they make one walk through the index.
SELECT DISTINCT ON (o.row_number)
  o.row_number, o.feed_id, o.account_id, o.transaction_id, o.provider_transaction_id, o.is_primary,
  o.is_pending, o.amount_minor, o.currency, o.currency_is_official, o.date, o.authorized_date,
  o.pending_transaction_id, o.description, o.original_description, o.merchant_name, o.details,
  o.fingerprint_version, o.fingerprint, o.first_seen_at, o.updated_at, o.removed_at
FROM records AS r
JOIN records AS o ON o.user_id = @user_id AND o.transaction_id = r.transaction_id
WHERE
  r.user_id = @user_id
  AND r.identity = ANY(ARRAY(
    SELECT substr(@identities, n.i * 16 + 1, 16)
    FROM generate_series(0, @count::INTEGER - 1) AS n (i)
  ))

-- plan: each time
-- The records of those names, and the other records of their transactions. The names come as their identities, end to
-- end. Each step is one walk through an index with an array: no row is found twice, so none has to be sorted out.
SELECT
  o.row_number, o.feed_id, o.account_id, o.transaction_id, o.provider_transaction_id, o.is_primary,
  o.is_pending, o.amount_minor, o.currency, o.currency_is_official, o.date, o.authorized_date,
  o.pending_transaction_id, o.description, o.original_description, o.merchant_name, o.details,
  o.fingerprint_version, o.fingerprint, o.first_seen_at, o.updated_at, o.removed_at
FROM records AS o
WHERE
  o.user_id = @user_id
  AND o.transaction_id = ANY(ARRAY(
    SELECT r.transaction_id
    FROM records AS r
    WHERE
      r.user_id = @user_id
      AND r.identity = ANY(ARRAY(
        SELECT substr(@identities, n.i * 16 + 1, 16)
        FROM generate_series(0, @count::INTEGER - 1) AS n (i)
      ))
  ))

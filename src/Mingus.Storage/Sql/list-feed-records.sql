-- plan: each time
-- All records of a feed, live and removed, and the other records of their transactions.
SELECT
  r.row_number, r.feed_id, r.account_id, r.transaction_id, r.provider_transaction_id, r.is_primary,
  r.is_pending, r.amount_minor, r.currency, r.currency_is_official, r.date, r.authorized_date,
  r.pending_transaction_id, r.description, r.original_description, r.merchant_name, r.details,
  r.fingerprint_version, r.fingerprint, r.first_seen_at, r.updated_at, r.removed_at
FROM records AS r
WHERE
  r.user_id = @user_id
  AND r.transaction_id IN (
    SELECT o.transaction_id
    FROM records AS o
    WHERE o.user_id = @user_id AND o.feed_id = @feed_id
  )
ORDER BY r.row_number

-- each: arrays
-- plan: each time
-- Records of the account with those amounts in their days, and the other records of their transactions: a walk through
-- an index for each amount, then one with an array.
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
    FROM unnest(@account_id::UUID[], @amount_minor::BIGINT[], @from_date::BIGINT[], @to_date::BIGINT[])
      AS n (account_id, amount_minor, from_date, to_date)
    CROSS JOIN LATERAL (
      SELECT transaction_id
      FROM records
      WHERE
        user_id = @user_id AND account_id = n.account_id AND amount_minor = n.amount_minor
        AND date BETWEEN n.from_date AND n.to_date
      OFFSET 0
    ) AS r
  ))

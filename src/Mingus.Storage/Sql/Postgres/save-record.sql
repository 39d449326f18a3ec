-- each: arrays
UPDATE records AS r
SET
  account_id = n.account_id, transaction_id = n.transaction_id, status = n.status,
  is_primary = n.is_primary, is_pending = n.is_pending, amount_minor = n.amount_minor,
  currency = n.currency, currency_is_official = n.currency_is_official, date = n.date,
  authorized_date = n.authorized_date, pending_transaction_id = n.pending_transaction_id,
  description = n.description, original_description = n.original_description,
  merchant_name = n.merchant_name, details = n.details, fingerprint_version = n.fingerprint_version,
  fingerprint = n.fingerprint, first_seen_at = n.first_seen_at, updated_at = n.updated_at,
  removed_at = n.removed_at
FROM unnest(
  @row_number::BIGINT[], @account_id::UUID[], @transaction_id::UUID[], @status::BIGINT[],
  @is_primary::BOOLEAN[], @is_pending::BOOLEAN[], @amount_minor::BIGINT[], @currency::TEXT[],
  @currency_is_official::BOOLEAN[], @date::BIGINT[], @authorized_date::BIGINT[],
  @pending_transaction_id::TEXT[], @description::TEXT[], @original_description::TEXT[],
  @merchant_name::TEXT[], @details::TEXT[], @fingerprint_version::BIGINT[], @fingerprint::BYTEA[],
  @first_seen_at::BIGINT[], @updated_at::BIGINT[], @removed_at::BIGINT[]
) AS n (
  row_number, account_id, transaction_id, status, is_primary, is_pending, amount_minor, currency,
  currency_is_official, date, authorized_date, pending_transaction_id, description,
  original_description, merchant_name, details, fingerprint_version, fingerprint, first_seen_at,
  updated_at, removed_at
)
WHERE r.user_id = @user_id AND r.row_number = n.row_number

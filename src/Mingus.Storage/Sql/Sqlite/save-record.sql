UPDATE records
SET
  account_id = @account_id, transaction_id = @transaction_id, status = @status,
  is_primary = @is_primary, is_pending = @is_pending, amount_minor = @amount_minor,
  currency = @currency, currency_is_official = @currency_is_official, date = @date,
  authorized_date = @authorized_date, pending_transaction_id = @pending_transaction_id,
  description = @description, original_description = @original_description,
  merchant_name = @merchant_name, details = @details, fingerprint_version = @fingerprint_version,
  fingerprint = @fingerprint, first_seen_at = @first_seen_at, updated_at = @updated_at,
  removed_at = @removed_at
WHERE user_id = @user_id AND row_number = @row_number

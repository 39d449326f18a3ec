-- A person's name and choice to hide stay.
UPDATE accounts
SET
  name = CASE WHEN is_named_by_person THEN name ELSE @name END, official_name = @official_name, mask = @mask,
  kind = @kind, subtype = @subtype, currency = @currency, currency_is_official = @currency_is_official
WHERE user_id = @user_id AND account_id = @account_id

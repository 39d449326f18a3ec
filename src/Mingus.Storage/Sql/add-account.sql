INSERT INTO accounts (
  user_id, account_id, name, official_name, mask, kind, subtype, currency, currency_is_official,
  is_named_by_person, is_hidden
)
VALUES (
  @user_id, @account_id, @name, @official_name, @mask, @kind, @subtype, @currency,
  @currency_is_official, @is_named_by_person, @is_hidden
)

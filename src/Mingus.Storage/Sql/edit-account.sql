-- An empty name gives the name back to the provider: that of the account's first feed.
UPDATE accounts
SET
  name = CASE
    WHEN @name IS NULL THEN name
    WHEN @name <> '' THEN @name
    ELSE COALESCE(
      (
        SELECT f.name
        FROM feeds AS f
        WHERE f.user_id = @user_id AND f.account_id = @account_id
        ORDER BY f.row_number
        LIMIT 1
      ),
      name
    )
  END,
  is_named_by_person = CASE WHEN @name IS NULL THEN is_named_by_person ELSE @name <> '' END,
  is_hidden = CASE WHEN @hides IS NULL THEN is_hidden ELSE @hides = 1 END
WHERE user_id = @user_id AND account_id = @account_id
RETURNING account_id

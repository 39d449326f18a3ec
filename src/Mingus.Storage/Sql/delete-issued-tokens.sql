DELETE FROM user_tokens
WHERE issued_by = @issued_by

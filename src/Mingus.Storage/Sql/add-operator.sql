INSERT INTO operators (name, password_hash, created_at)
SELECT CAST(@name AS TEXT), CAST(@password_hash AS TEXT), CAST(@now AS BIGINT)
WHERE NOT EXISTS (SELECT 1 FROM operators)
RETURNING name

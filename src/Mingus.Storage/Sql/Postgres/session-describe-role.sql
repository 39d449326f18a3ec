-- Whether row-level security narrows the role that serves: it does not for a superuser, one that bypasses it, and the
-- owner of the tables.
SELECT
  current_user::TEXT,
  r.rolsuper OR r.rolbypassrls OR EXISTS (
    SELECT 1
    FROM pg_class AS c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = 'records' AND pg_has_role(c.relowner, 'USAGE')
  )
FROM pg_roles AS r
WHERE r.rolname = current_user

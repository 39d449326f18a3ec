-- The service's role, once a server. Of two databases that are set up at once, one finds it there.
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'mingus_app') THEN
    BEGIN
      CREATE ROLE mingus_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'mingus_app', 'MEMBER') THEN
    EXECUTE format('GRANT mingus_app TO %I', current_user);
  END IF;
END
$$

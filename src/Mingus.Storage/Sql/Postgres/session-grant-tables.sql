-- What the service's role may do, said anew after each migration. Views across users are read, but where work writes.
SELECT format(
  'GRANT USAGE ON SCHEMA %1$I TO %2$I;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %1$I TO %2$I;
  REVOKE INSERT, UPDATE, DELETE ON
    schemaversions, all_users, all_connections, all_runs, all_rhythms, all_events, all_idempotency_keys
  FROM %2$I;
  REVOKE UPDATE, DELETE ON audit FROM %2$I;
  GRANT INSERT (tenant_id, external_id) ON all_users TO %2$I;
  GRANT UPDATE (node, node_key) ON all_runs TO %2$I;
  GRANT DELETE ON all_events, all_idempotency_keys TO %2$I',
  current_schema(), $1
)

-- A number above all that were ever given.
INSERT INTO {all}users (user_id, tenant_id, external_id)
SELECT
  1 + max(COALESCE((SELECT max(u.user_id) FROM {all}users AS u), 0), (SELECT n.last FROM user_numbers AS n)),
  @tenant_id, @external_id
WHERE TRUE
ON CONFLICT (tenant_id, external_id) DO NOTHING

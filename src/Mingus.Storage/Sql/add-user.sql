INSERT INTO {all}users (tenant_id, external_id)
VALUES (@tenant_id, @external_id)
ON CONFLICT (tenant_id, external_id) DO NOTHING

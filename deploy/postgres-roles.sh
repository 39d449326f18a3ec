#!/bin/sh
# Makes two roles, once: the owner of the tables, who migrates, and the service, which owns nothing.
# As a superuser of the database; the passwords come from the environment.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname="${POSTGRES_DB:-mingus}" \
    --set=owner_password="$MINGUS_OWNER_PASSWORD" --set=app_password="$MINGUS_APP_PASSWORD" <<'SQL'
CREATE ROLE mingus_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE mingus_app LOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT PASSWORD :'app_password';
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO mingus_owner;
SQL

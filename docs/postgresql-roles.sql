-- Two roles for PostgreSQL: the owner migrates, the other serves. Run as the owner of the tables, in
-- the database of the service; run it again after each migration. Set a password, or let the server
-- authenticate by other means.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'safety_center_app') THEN
    CREATE ROLE safety_center_app LOGIN;
  END IF;
END $$;

GRANT USAGE ON SCHEMA public TO safety_center_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO safety_center_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO safety_center_app;

-- The trail is written and read, never changed. DELETE stays for the nightly purge; the trigger, which
-- only the owner could take away, lets go what is older than the retention floors and nothing else.
REVOKE UPDATE, TRUNCATE, REFERENCES, TRIGGER ON trail_entry FROM safety_center_app;
-- The version of the schema is the owner's.
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM safety_center_app;

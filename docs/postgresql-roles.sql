-- Two roles for PostgreSQL: the owner migrates, the other serves. Run as the owner of the tables, in
-- the database of the service; run it again after each migration. Set a password, or let the server
-- authenticate by other means.
DO $$
BEGIN
  CREATE ROLE safety_center_app LOGIN;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- it is there already
END $$;

GRANT USAGE ON SCHEMA public TO safety_center_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO safety_center_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO safety_center_app;

-- Counting anew begins with empty tables, those nobody reads. Cut off they are empty at once; without
-- this right their rows are deleted one by one.
GRANT TRUNCATE ON
  person_cube_a, person_period_a, person_country_a, person_world_a,
  person_cube_b, person_period_b, person_country_b, person_world_b,
  case_cube_a, case_period_a, case_country_a, case_world_a,
  case_cube_b, case_period_b, case_country_b, case_world_b
  TO safety_center_app;

-- The trail is written and read, never changed. DELETE stays for the nightly purge; the trigger, which
-- only the owner could take away, lets go what is older than the retention floors and nothing else.
REVOKE UPDATE, TRUNCATE, REFERENCES, TRIGGER ON trail_entry FROM safety_center_app;
-- The version of the schema is the owner's.
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM safety_center_app;

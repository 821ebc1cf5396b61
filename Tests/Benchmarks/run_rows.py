"""Fills a PostgreSQL database of Millrace with runs, inside the server: organizations of very different sizes, 90 days."""

import time

# Of the rows, the key's project has this share, and its largest workflow this one: what lists of a large customer cost.
PROJECT, LARGEST = 0.25, 0.10
# A workflow of the key's project has runs of connections and versions that are rare, and older than all others.
WORKFLOWS_OF_PROJECT, WORKFLOWS_OF_OTHERS = 100, 5

# As `Identifier.make`: a UUID of version 7, whose beginning is the time. `seed` makes the rest of it.
FUNCTION = """
    CREATE FUNCTION uuid7(at BIGINT, seed TEXT) RETURNS TEXT LANGUAGE SQL IMMUTABLE AS $$
        SELECT substr(t, 1, 8) || '-' || substr(t, 9, 4) || '-7' || substr(m, 1, 3) || '-8' || substr(m, 4, 3) || '-'
            || substr(m, 7, 12) FROM (SELECT lpad(to_hex(at), 12, '0') AS t, md5(seed) AS m) AS parts $$
"""

# `number`: 0 to 99 are the key's project's, the others five an organization.
PLACES = """
    CREATE UNLOGGED TABLE places AS
    SELECT number, CASE WHEN number < {own} THEN '{organization}' ELSE uuid7({start}, 'o' || owner) END AS organization,
        CASE WHEN number < {own} THEN '{project}' ELSE uuid7({start}, 'p' || owner) END AS project,
        uuid7({start}, 'w' || number) AS workflow, uuid7({start}, 'v' || number) AS version,
        uuid7({start}, 'd' || number) AS deployment, uuid7({start}, 'c' || owner) AS connection, owner
    FROM (SELECT number, CASE WHEN number < {own} THEN 0 ELSE 1 + (number - {own}) / {others} END AS owner
        FROM generate_series(0, {last}) AS number) AS numbers
"""

PARENTS = [
    """INSERT INTO organizations (id, name, slug, created_at, updated_at)
        SELECT DISTINCT ON (owner) organization, 'Organization ' || owner, 'o' || owner, {start}, {start} FROM places
        WHERE owner > 0""",
    """INSERT INTO projects (id, organization_id, name, slug, description, created_at, updated_at)
        SELECT DISTINCT ON (owner) project, organization, 'Main', 'main', '', {start}, {start} FROM places
        WHERE owner > 0""",
    """INSERT INTO connections (id, organization_id, provider, name, credentials, credential_names, created_at, updated_at)
        SELECT DISTINCT ON (owner) connection, organization, 'cloudflare', 'Main', '', '[]', {start}, {start}
        FROM places""",
    """INSERT INTO connections (id, organization_id, provider, name, credentials, credential_names, created_at, updated_at)
        SELECT '{rare_connection}', '{organization}', 'cloudflare', 'Old', '', '[]', {start}, {start}""",
    """INSERT INTO workflows (id, organization_id, project_id, name, description, kind, dependencies, deploy_config,
            version_count, created_at, updated_at)
        SELECT workflow, organization, project, 'Workflow ' || number, '', 'workflow', '{{}}', '{{}}', 1, {start}, {start}
        FROM places""",
    """INSERT INTO versions (id, workflow_id, number, ir, artifact, target, locked, created_at)
        SELECT version, workflow, 2, '{{}}', '{{}}', 'cloudflare', 1, {start} FROM places""",
    """INSERT INTO versions (id, workflow_id, number, ir, artifact, target, locked, created_at)
        SELECT '{rare_version}', workflow, 1, '{{}}', '{{}}', 'cloudflare', 1, {start} FROM places WHERE number = 0""",
    """INSERT INTO deployments (id, organization_id, project_id, workflow_id, version_id, connection_id, status, notes,
            created_at, updated_at)
        SELECT deployment, organization, project, workflow, version, connection, 'active', '[]', {start}, {start}
        FROM places""",
    """INSERT INTO deployments (id, organization_id, project_id, workflow_id, version_id, connection_id, status, notes,
            created_at, updated_at)
        SELECT '{rare_deployment}', organization, project, workflow, '{rare_version}', '{rare_connection}', 'superseded', '[]',
            {start}, {start}
        FROM places WHERE number = 0""",
]

# Half of the runs of others are of a fifth of their workflows. A thousand runs at the beginning are of the rare version
# and connection.
RUNS = """
    INSERT INTO runs (id, organization_id, project_id, workflow_id, version_id, deployment_id, connection_id, instance_id,
        status, params, output, error, created_at, updated_at, finished_at, is_test)
    SELECT id, organization, project, workflow, CASE WHEN rare THEN '{rare_version}' ELSE version END,
        CASE WHEN rare THEN '{rare_deployment}' ELSE deployment END,
        CASE WHEN rare THEN '{rare_connection}' ELSE connection END, id, status,
        '{{"order":' || n || '}}', CASE WHEN status = 'complete' THEN '{{"done":true}}' END,
        CASE WHEN status = 'errored' THEN '{{"name":"Error","message":"The service responded with 503"}}' END,
        time, time + 4000, CASE WHEN status IN ('complete', 'errored', 'terminated') THEN time + 1000 + n % 9000 END,
        CASE WHEN n % 200 = 7 THEN 1 ELSE 0 END
    FROM (
        SELECT n, {start} + n * {step} / 1000 AS time, uuid7(({start} + n * {step} / 1000)::BIGINT, n::TEXT) AS id,
            n < 10000 AND place < {largest} AS rare,
            CASE WHEN place < {largest} THEN 0
                WHEN place < {project_share} THEN 1 + floor(random() * ({own} - 1))
                ELSE {own} + floor(power(random(), 3) * ({last} + 1 - {own})) END::INTEGER AS number,
            CASE WHEN state < 0.925 THEN 'complete' WHEN state < 0.975 THEN 'errored' WHEN state < 0.987 THEN 'terminated'
                WHEN state < 0.997 THEN 'waiting' WHEN state < 0.9985 THEN 'running' WHEN state < 0.9998 THEN 'queued'
                ELSE 'paused' END AS status
        FROM (SELECT n, random() AS place, random() AS state FROM generate_series({first}::BIGINT, {until}) AS n) AS dice
    ) AS drawn JOIN places USING (number)
"""


class RunRows:
    def __init__(self, sql, count, organizations):
        """- sql: runs statements and returns their text."""
        self.sql, self.count = sql, count
        days = 90 * 24 * 3600 * 1000
        start = int(time.time() * 1000) - days
        organization, project = sql("SELECT organization_id, id FROM projects").split("|")
        self.names = {
            "own": WORKFLOWS_OF_PROJECT, "others": WORKFLOWS_OF_OTHERS, "start": start, "project": project,
            "last": WORKFLOWS_OF_PROJECT + WORKFLOWS_OF_OTHERS * organizations - 1, "organization": organization,
            # Thousandths of a millisecond between two runs.
            "step": days * 1000 // count, "largest": LARGEST, "project_share": PROJECT,
            "rare_connection": "01900000-0000-7000-8000-000000000001",
            "rare_version": "01900000-0000-7000-8000-000000000002",
            "rare_deployment": "01900000-0000-7000-8000-000000000003",
        }

    def fill(self):
        """Rows without indexes, then the indexes, then a twentieth of the rows with all indexes, as they are in service.

        Returns how many rows a second were inserted with the indexes."""
        # Rows are right by themselves: foreign keys are not looked up ten million times.
        local = "SET session_replication_role = replica; SELECT setseed(0.5); "
        self.sql(FUNCTION)
        self.sql(PLACES.format(**self.names))
        for statement in PARENTS:
            self.sql(local + statement.format(**self.names))
        self.sql("ANALYZE")
        constraints = self.lines(
            "SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = 'runs'::regclass AND contype IN ('p', 'u')")
        indexes = self.lines(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'runs' AND indexname NOT IN "
            "(SELECT conname FROM pg_constraint WHERE conrelid = 'runs'::regclass)")
        assert len(constraints) >= 2 and len(indexes) >= 6, (constraints, indexes)
        for constraint in constraints:
            self.sql(f"ALTER TABLE runs DROP CONSTRAINT {constraint.split()[0]}")
        for index in indexes:
            self.sql(f"DROP INDEX {index.split()[index.split().index('INDEX') + 1]}")
        bulk = self.count * 19 // 20
        self.sql(local + RUNS.format(first=0, until=bulk - 1, **self.names))
        for constraint in constraints:
            self.sql(f"SET maintenance_work_mem = '512MB'; ALTER TABLE runs ADD CONSTRAINT {constraint}")
        for index in indexes:
            self.sql(f"SET maintenance_work_mem = '512MB'; {index}")
        begin = time.monotonic()
        self.sql(local + RUNS.format(first=bulk, until=self.count - 1, **self.names))
        seconds = time.monotonic() - begin
        self.sql("DROP TABLE places")
        self.sql("VACUUM ANALYZE runs")
        return (self.count - bulk) / seconds

    def lines(self, statement):
        return [line for line in self.sql(statement).split("\n") if line]

    def workflow(self, number):
        return self.sql(f"SELECT uuid7({self.names['start']}, 'w{number}')")

    def id(self, kind, number):
        return self.sql(f"SELECT uuid7({self.names['start']}, '{kind}{number}')")

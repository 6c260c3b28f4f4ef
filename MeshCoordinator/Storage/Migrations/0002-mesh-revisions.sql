-- The committed mesh map as the leader mirrored it, newest revisions only.
CREATE TABLE IF NOT EXISTS mesh_revisions (
    revision INT8 PRIMARY KEY,
    term INT8 NOT NULL,
    map JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

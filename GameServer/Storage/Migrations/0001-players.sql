-- A player's record. Written only by the server whose authority has the highest epoch.
CREATE TABLE IF NOT EXISTS players (
    player INT8 PRIMARY KEY,
    epoch INT8 NOT NULL,
    session INT8 NOT NULL,
    -- 1/1024 m from the planet's centre; null until the player was first saved.
    x INT8,
    y INT8,
    z INT8,
    region INT8,
    -- Four unsigned 32-bit numbers, little-endian.
    inventory BYTEA NOT NULL,
    -- The process that acts for the player; null if none does.
    online_incarnation UUID,
    updated_at TIMESTAMPTZ NOT NULL
);

-- What became of each transfer, for people; nothing reads it to decide.
CREATE TABLE IF NOT EXISTS authority_transfers (
    source INT8 NOT NULL,
    epoch INT8 NOT NULL,
    count INT8 NOT NULL,
    player INT8 NOT NULL,
    from_server TEXT NOT NULL,
    to_server TEXT NOT NULL,
    target INT8 NOT NULL,
    arrived BOOL NOT NULL,
    duration_ms FLOAT8 NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (source, epoch, count)
);

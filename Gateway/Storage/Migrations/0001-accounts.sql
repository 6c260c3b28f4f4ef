-- A player's account. The id is 63 random bits, so that writes spread; name_key is the name in lower case.
CREATE TABLE IF NOT EXISTS accounts (
    player INT8 NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    session INT8 NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

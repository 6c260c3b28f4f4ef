-- Which incarnation at which epoch the database takes a region's writes from. Epochs only grow.
CREATE TABLE IF NOT EXISTS region_fences (
    region INT8 PRIMARY KEY,
    epoch INT8 NOT NULL,
    incarnation UUID NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- One row for each path that was ever written. The row is what writers of one secret lock, so it is never removed.
create table secret_store (
    path varchar(253) ${path_collation} not null primary key,
    -- the newest version; counted on after a deletion
    version bigint not null,
    -- the oldest version that may be read; what is older was deleted
    first_version bigint not null,
    created_at timestamp(6) with time zone not null,
    -- null while the secret exists
    deleted_at timestamp(6) with time zone
);

-- The values. The ciphertext is bound to its path and version: it does not decrypt in another row.
create table secret_version (
    path varchar(253) ${path_collation} not null references secret_store (path),
    version bigint not null,
    -- which key of the keyset the ciphertext was made with, as the ciphertext itself says
    key_id bigint not null,
    ciphertext bytea not null,
    written_at timestamp(6) with time zone not null,
    written_by varchar not null,
    primary key (path, version)
);

create index secret_version_key on secret_version (key_id);

-- Each key that values were ever written with. Who writes with a key locks its row, so that a key is not retired beneath him.
create table encryption_key (
    key_id bigint not null primary key,
    -- null while it may be written with
    retired_at timestamp(6) with time zone
);

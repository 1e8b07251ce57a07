-- What a restored older copy must not bring back.

CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    mark TEXT NOT NULL
);

-- Which master keys this database belongs to, known before anybody has said a word.

CREATE TABLE canary (
    id INTEGER PRIMARY KEY,
    word BLOB NOT NULL
);

-- What people answered rests sealed: what became of a small step and for which part it was chosen,
-- what a supporter says to a hello, what a partner is told of a call. Until the next start it rests
-- plain: key 0, then the word, filled up so that all are as long. "Not today" is kept no longer.

CREATE TABLE plain (word TEXT PRIMARY KEY, rests BLOB NOT NULL);
INSERT INTO plain (word, rests) VALUES
    ('emotional', X'00656D6F74696F6E616C20202020202020'),
    ('environmental', X'00656E7669726F6E6D656E74616C202020'),
    ('financial', X'0066696E616E6369616C20202020202020'),
    ('intellectual', X'00696E74656C6C65637475616C20202020'),
    ('occupational', X'006F636375706174696F6E616C20202020'),
    ('physical', X'00706879736963616C2020202020202020'),
    ('social', X'00736F6369616C20202020202020202020'),
    ('spiritual', X'0073706972697475616C20202020202020'),
    ('done', X'00646F6E65202020202020202020202020'),
    ('partly', X'00706172746C7920202020202020202020'),
    ('not_this_time', X'006E6F745F746869735F74696D65202020'),
    ('changed_mind', X'006368616E6765645F6D696E6420202020'),
    ('let_go', X'006C65745F676F20202020202020202020'),
    ('call', X'0063616C6C202020202020202020202020'),
    ('write', X'0077726974652020202020202020202020'),
    ('overdose', X'006F766572646F73652020202020202020'),
    ('child', X'006368696C642020202020202020202020'),
    ('abuse', X'0061627573652020202020202020202020'),
    ('harm', X'006861726D202020202020202020202020'),
    ('suicide_ideation', X'00737569636964655F6964656174696F6E'),
    ('self_harm', X'0073656C665F6861726D20202020202020'),
    ('third', X'0074686972642020202020202020202020'),
    ('use', X'0075736520202020202020202020202020'),
    ('distress', X'0064697374726573732020202020202020');

CREATE TABLE small_step_kept (
    id INTEGER, person_id INTEGER, checkin_id INTEGER, dimension BLOB, text BLOB, outcome BLOB,
    chosen_at INTEGER, settled_at INTEGER);
INSERT INTO small_step_kept
    SELECT small_step.id, person_id, checkin_id, part.rests, text, said.rests, chosen_at,
        CASE WHEN state <> 'chosen' THEN coalesce(settled_at, chosen_at) END
    FROM small_step JOIN plain AS part ON part.word = small_step.dimension
    LEFT JOIN plain AS said ON said.word = small_step.state;
DROP TABLE small_step;
CREATE TABLE small_step (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    checkin_id INTEGER REFERENCES checkin (id),
    dimension BLOB NOT NULL,
    text BLOB NOT NULL,
    outcome BLOB,
    chosen_at INTEGER NOT NULL,
    settled_at INTEGER
);
INSERT INTO small_step SELECT id, person_id, checkin_id, dimension, text, outcome, chosen_at,
    settled_at FROM small_step_kept;
DROP TABLE small_step_kept;
CREATE UNIQUE INDEX small_step_live ON small_step (person_id) WHERE settled_at IS NULL;
CREATE INDEX small_step_person ON small_step (person_id, id);

CREATE TABLE hello_ask_kept (hello_id INTEGER, seat_id INTEGER, asked_at INTEGER, answer BLOB);
INSERT INTO hello_ask_kept SELECT hello_id, seat_id, asked_at, plain.rests
    FROM hello_ask LEFT JOIN plain ON plain.word = hello_ask.answer;
DROP TABLE hello_ask;
CREATE TABLE hello_ask (
    hello_id INTEGER NOT NULL REFERENCES hello (id),
    seat_id INTEGER NOT NULL REFERENCES seat (id),
    asked_at INTEGER NOT NULL,
    answer BLOB,
    PRIMARY KEY (hello_id, seat_id)
);
INSERT INTO hello_ask SELECT hello_id, seat_id, asked_at, answer FROM hello_ask_kept;
DROP TABLE hello_ask_kept;

ALTER TABLE alert RENAME COLUMN detail TO said;
ALTER TABLE alert ADD COLUMN detail BLOB;
UPDATE alert SET detail = (SELECT rests FROM plain WHERE word = alert.said);
ALTER TABLE alert DROP COLUMN said;
DROP TABLE plain;

-- The whole circle: check-ins of eight questions, lines, hellos, sharing, weekly notes, an end.

ALTER TABLE person ADD COLUMN adult_at INTEGER;
ALTER TABLE person ADD COLUMN pack TEXT;
ALTER TABLE person ADD COLUMN new_messages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN tidy INTEGER;
ALTER TABLE person ADD COLUMN quiet_after INTEGER;

ALTER TABLE circle ADD COLUMN nobody_since INTEGER;
ALTER TABLE circle ADD COLUMN ended_at INTEGER;

ALTER TABLE seat ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
ALTER TABLE seat ADD COLUMN paused_until INTEGER;

-- The day of the full check-in is the first of the days that were chosen.
ALTER TABLE rhythm ADD COLUMN full_day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rhythm ADD COLUMN paused_since INTEGER;
ALTER TABLE rhythm ADD COLUMN paused_until INTEGER;
ALTER TABLE rhythm ADD COLUMN quiet_told_at INTEGER;
ALTER TABLE rhythm ADD COLUMN quiet_since INTEGER;
UPDATE rhythm SET full_day = CASE
    WHEN days & 1 > 0 THEN 0 WHEN days & 2 > 0 THEN 1 WHEN days & 4 > 0 THEN 2
    WHEN days & 8 > 0 THEN 3 WHEN days & 16 > 0 THEN 4 WHEN days & 32 > 0 THEN 5 ELSE 6 END;

ALTER TABLE checkin ADD COLUMN kind TEXT NOT NULL DEFAULT 'full';
ALTER TABLE checkin ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE checkin ADD COLUMN closed_at INTEGER;
ALTER TABLE checkin ADD COLUMN heavy BLOB;

DROP INDEX alert_live;
ALTER TABLE alert ADD COLUMN person_id INTEGER REFERENCES person (id);
ALTER TABLE alert ADD COLUMN detail TEXT;
CREATE INDEX alert_circle ON alert (circle_id, kind, opened_at);
ALTER TABLE alert_told ADD COLUMN delivered_at INTEGER;
ALTER TABLE step_in ADD COLUMN answered_at INTEGER;
ALTER TABLE step_in ADD COLUMN card INTEGER;
ALTER TABLE bot ADD COLUMN alive_at INTEGER;
CREATE UNIQUE INDEX alert_live ON alert (circle_id, kind)
    WHERE state <> 'resolved' AND person_id IS NULL;

-- More steps on the way in: the table is made anew, since its steps are held by a check.
CREATE TABLE joining_kept (person_id INTEGER, invitation_id INTEGER, step TEXT);
INSERT INTO joining_kept SELECT person_id, invitation_id, step FROM joining;
DROP TABLE joining;
CREATE TABLE joining (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    invitation_id INTEGER NOT NULL REFERENCES invitation (id),
    step TEXT NOT NULL CHECK (step IN (
        'language', 'preview', 'agree', 'read_back', 'age', 'name', 'rhythm'))
);
INSERT INTO joining SELECT person_id, invitation_id, step FROM joining_kept;
DROP TABLE joining_kept;

-- An occasion is full or a pulse, has one reminder, and may end unanswered.
CREATE TABLE occasion_kept (
    id INTEGER, person_id INTEGER, local_date TEXT, state TEXT, created_at INTEGER);
INSERT INTO occasion_kept SELECT id, person_id, local_date, state, created_at FROM occasion;
DROP TABLE occasion;
CREATE TABLE occasion (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    local_date TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'asked', 'answered', 'skipped', 'later', 'unanswered')),
    created_at INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'full',
    reminded_on TEXT,
    UNIQUE (person_id, local_date)
);
INSERT INTO occasion (id, person_id, local_date, state, created_at)
    SELECT id, person_id, local_date, state, created_at FROM occasion_kept;
DROP TABLE occasion_kept;

CREATE TABLE milestone (
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    kind TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (circle_id, kind, person_id)
);

CREATE TABLE partner_hours (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    days INTEGER NOT NULL,
    wall_from TEXT NOT NULL,
    wall_to TEXT NOT NULL,
    away_from INTEGER,
    away_until INTEGER
);

CREATE TABLE expecting (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    what TEXT NOT NULL,
    facts BLOB NOT NULL,
    row_id INTEGER,
    since INTEGER NOT NULL
);

CREATE TABLE contact_request (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL,
    language TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    seen_by INTEGER REFERENCES person (id)
);

CREATE TABLE note (
    checkin_id INTEGER NOT NULL REFERENCES checkin (id),
    dimension TEXT NOT NULL,
    text BLOB NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (checkin_id, dimension)
);

CREATE TABLE tidy_message (
    person_id INTEGER NOT NULL REFERENCES person (id),
    message_id INTEGER NOT NULL,
    checkin_id INTEGER NOT NULL REFERENCES checkin (id),
    PRIMARY KEY (person_id, message_id)
);

CREATE TABLE small_step (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    checkin_id INTEGER REFERENCES checkin (id),
    dimension TEXT NOT NULL,
    text BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'chosen', 'done', 'partly', 'not_this_time', 'changed_mind', 'let_go')),
    chosen_at INTEGER NOT NULL,
    settled_at INTEGER
);

CREATE TABLE goal (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    text BLOB NOT NULL,
    set_at INTEGER NOT NULL
);

CREATE TABLE sharing_grant (
    id INTEGER PRIMARY KEY,
    subject_id INTEGER NOT NULL REFERENCES person (id),
    reader_id INTEGER NOT NULL REFERENCES person (id),
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    category TEXT NOT NULL CHECK (category IN ('temperature', 'small_step', 'goal')),
    dimension TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    lapses_at INTEGER NOT NULL,
    revoked_at INTEGER,
    language TEXT NOT NULL
);

CREATE TABLE disclosure (
    id INTEGER PRIMARY KEY,
    grant_id INTEGER NOT NULL REFERENCES sharing_grant (id),
    at INTEGER NOT NULL
);

CREATE TABLE weekly_note (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    due_at INTEGER NOT NULL,
    idea INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE line (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    from_id INTEGER NOT NULL REFERENCES person (id),
    to_id INTEGER NOT NULL REFERENCES person (id),
    sent_at INTEGER NOT NULL
);

CREATE TABLE hello (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    state TEXT NOT NULL CHECK (state IN ('asking', 'answered', 'unanswered', 'stopped')),
    asked_at INTEGER NOT NULL,
    next_at INTEGER,
    told_at INTEGER
);

CREATE TABLE hello_ask (
    hello_id INTEGER NOT NULL REFERENCES hello (id),
    seat_id INTEGER NOT NULL REFERENCES seat (id),
    asked_at INTEGER NOT NULL,
    answer TEXT CHECK (answer IN ('call', 'write', 'not_today')),
    PRIMARY KEY (hello_id, seat_id)
);

CREATE TABLE crisis_event (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    level TEXT NOT NULL,
    kind TEXT NOT NULL,
    rule TEXT NOT NULL,
    version INTEGER NOT NULL
);

CREATE INDEX circle_ends ON circle (ends_at) WHERE ended_at IS NULL AND ends_at IS NOT NULL;
CREATE UNIQUE INDEX contact_request_open ON contact_request (person_id) WHERE seen_by IS NULL;
CREATE INDEX checkin_person ON checkin (person_id, id);
CREATE INDEX tidy_message_checkin ON tidy_message (checkin_id);
CREATE UNIQUE INDEX small_step_live ON small_step (person_id) WHERE state = 'chosen';
CREATE INDEX small_step_person ON small_step (person_id, id);
CREATE UNIQUE INDEX sharing_grant_live ON sharing_grant
    (reader_id, subject_id, circle_id, category, dimension) WHERE revoked_at IS NULL;
CREATE INDEX sharing_grant_subject ON sharing_grant (subject_id);
CREATE INDEX disclosure_grant ON disclosure (grant_id);
CREATE INDEX weekly_note_due ON weekly_note (due_at, person_id);
CREATE INDEX line_pair ON line (from_id, to_id, sent_at);
CREATE UNIQUE INDEX hello_live ON hello (circle_id) WHERE state = 'asking';
CREATE INDEX hello_next ON hello (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX hello_circle ON hello (circle_id, asked_at);
CREATE INDEX crisis_event_person ON crisis_event (person_id, hour);
CREATE INDEX rhythm_quiet ON rhythm (quiet_since)
    WHERE quiet_told_at IS NULL AND quiet_since IS NOT NULL;
CREATE INDEX crisis_event_hour ON crisis_event (hour);
CREATE INDEX seat_break ON seat (paused_until) WHERE paused_until IS NOT NULL;

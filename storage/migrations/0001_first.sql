-- The truth about what Circlekeeper remembers. Migrations lead here; a test holds both together.
-- Times are UTC microseconds. BLOB columns that hold people's words or answers are sealed
-- (first byte: key id, 0 = plain). Deciding never opens a sealed column.
-- Standard SQL only: the same text runs on every engine.

-- Fresh numbers that are never used again, even after a row is gone: buttons name rows.
CREATE TABLE ids (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
);

-- This bot as Telegram names it, learned at start: invitations need the username.
CREATE TABLE bot (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL
);

CREATE TABLE person (
    id INTEGER PRIMARY KEY,          -- Telegram's numeric id
    language TEXT NOT NULL,
    zone TEXT NOT NULL,              -- IANA name
    name BLOB,                       -- sealed; what they chose to be called
    agreed_at INTEGER,
    joined_at INTEGER,
    unreachable_since INTEGER,
    last_message INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
);

-- Expiry: who opened a link and never came in.
CREATE INDEX person_guest ON person (created_at) WHERE joined_at IS NULL;

-- Roles in the programme; roles in a circle are looked up in the circle.
CREATE TABLE role (
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('coordinator', 'partner')),
    since INTEGER NOT NULL,
    PRIMARY KEY (person_id, kind)
);

CREATE TABLE circle (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,       -- what alerts say instead of a name
    partner_id INTEGER NOT NULL REFERENCES person (id),
    backup_id INTEGER REFERENCES person (id),
    participant_id INTEGER REFERENCES person (id),
    opened_at INTEGER NOT NULL,
    starts_at INTEGER,
    ends_at INTEGER,
    look_at INTEGER                  -- when the gap watch must look next
);
-- The gap watch: circles whose cover may have changed.
CREATE INDEX circle_look ON circle (look_at, id) WHERE look_at IS NOT NULL;
-- Whose circle is this: a person's own pages, and re-evaluation when they come or go.
CREATE INDEX circle_participant ON circle (participant_id) WHERE participant_id IS NOT NULL;
CREATE INDEX circle_partner ON circle (partner_id);

CREATE TABLE seat (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    supporter_id INTEGER REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN (
        'invited', 'waiting', 'active', 'quiet', 'paused', 'unreachable', 'left', 'removed')),
    since INTEGER NOT NULL,
    seen_at INTEGER,
    still_here_at INTEGER
);
CREATE INDEX seat_circle ON seat (circle_id);
-- Every update of a supporter: in which circles were they seen?
CREATE INDEX seat_supporter ON seat (supporter_id) WHERE supporter_id IS NOT NULL;

CREATE TABLE step_in (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    partner_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN (
        'offered', 'talk_first', 'agreed', 'declined', 'ended')),
    offered_at INTEGER NOT NULL,
    contact_at INTEGER
);
-- One offer or step-in at a time in a circle.
CREATE UNIQUE INDEX step_in_live ON step_in (circle_id)
    WHERE state IN ('offered', 'talk_first', 'agreed');

CREATE TABLE invitation (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,       -- SHA-256 of the secret; the secret is not kept
    role TEXT NOT NULL CHECK (role IN ('participant', 'supporter', 'partner', 'coordinator')),
    circle_id INTEGER REFERENCES circle (id),
    seat_id INTEGER REFERENCES seat (id),
    inviter_id INTEGER REFERENCES person (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    used_by INTEGER REFERENCES person (id),
    revoked_at INTEGER
);
-- Expiry: links that nobody used in time.
CREATE INDEX invitation_open ON invitation (expires_at)
    WHERE used_at IS NULL AND revoked_at IS NULL;

CREATE TABLE joining (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    invitation_id INTEGER NOT NULL REFERENCES invitation (id),
    step TEXT NOT NULL CHECK (step IN ('language', 'preview', 'agree', 'name', 'rhythm'))
);

CREATE TABLE rhythm (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    days INTEGER NOT NULL,           -- bit 0: Monday
    wall TEXT NOT NULL,              -- HH:MM in the person's zone
    due_at INTEGER
);
-- The nudge sweep.
CREATE INDEX rhythm_due ON rhythm (due_at, person_id) WHERE due_at IS NOT NULL;

CREATE TABLE occasion (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    local_date TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'answered', 'skipped', 'later')),
    created_at INTEGER NOT NULL,
    UNIQUE (person_id, local_date)   -- each local occurrence once, whatever the clock does
);

CREATE TABLE checkin (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'saved', 'kept')),
    opened_at INTEGER NOT NULL,
    occasion_id INTEGER REFERENCES occasion (id),
    asked_row INTEGER                -- the outbox row that asked last: its buttons go when typed
);
-- One open check-in a person; typed answers and expiry look here.
CREATE UNIQUE INDEX checkin_open ON checkin (person_id) WHERE state = 'open';
CREATE INDEX checkin_stale ON checkin (opened_at) WHERE state = 'open';

CREATE TABLE answer (
    checkin_id INTEGER NOT NULL REFERENCES checkin (id),
    dimension TEXT NOT NULL,
    temperature BLOB NOT NULL,       -- sealed
    pack TEXT NOT NULL,              -- the words it was asked in
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (checkin_id, dimension)
);

CREATE TABLE alert (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'pending', 'open', 'notified', 'acknowledged', 'resolved')),
    opened_at INTEGER NOT NULL,
    next_at INTEGER,
    step INTEGER NOT NULL DEFAULT 0,
    snoozes INTEGER NOT NULL DEFAULT 0,
    acknowledged_by INTEGER REFERENCES person (id),
    clear_since INTEGER
);
-- One live alert a circle and kind.
CREATE UNIQUE INDEX alert_live ON alert (circle_id, kind) WHERE state <> 'resolved';
-- Escalation: what must happen next.
CREATE INDEX alert_next ON alert (next_at, id) WHERE next_at IS NOT NULL;

-- Every change of an alert, in the transaction that made it.
CREATE TABLE alert_change (
    id INTEGER PRIMARY KEY,
    alert_id INTEGER NOT NULL REFERENCES alert (id),
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    why TEXT NOT NULL,
    person_id INTEGER REFERENCES person (id)
);
CREATE INDEX alert_change_alert ON alert_change (alert_id);

-- Who was told that an alert is open: only they hear that it closed.
CREATE TABLE alert_told (
    alert_id INTEGER NOT NULL REFERENCES alert (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (alert_id, person_id)
);

CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,          -- our own order: Telegram's ids may restart lower
    bot_id INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,        -- 0: belongs to no chat we can answer
    body BLOB,                       -- sealed; empty once handled
    state INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    received_at INTEGER NOT NULL,
    done_at INTEGER,
    UNIQUE (bot_id, update_id)       -- duplicates are known by the exact id
);
-- What waits, chat by chat in order: after a start, and when a chat's share in memory ran out.
CREATE INDEX inbox_waiting ON inbox (chat_id, id) WHERE state = 0;
-- Forgetting what is long done.
CREATE INDEX inbox_done ON inbox (done_at) WHERE state <> 0;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL,      -- also strangers, who have no row in person
    class INTEGER NOT NULL,
    kind TEXT NOT NULL,
    facts BLOB NOT NULL,             -- sealed JSON: ids and facts that the words depend on
    secret BLOB,                     -- sealed; gone once delivered or dropped
    state INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    not_after INTEGER,
    edits INTEGER,                   -- the message that this row changes
    message_id INTEGER,              -- the message that it became
    tries INTEGER NOT NULL DEFAULT 0,
    repeat INTEGER NOT NULL DEFAULT 0,
    why TEXT,                        -- why it was dropped
    done_at INTEGER
);
-- Delivery: what may go now, alerts first.
CREATE INDEX outbox_waiting ON outbox (class, not_before, id) WHERE state = 0;
-- After a crash: what was under way.
CREATE INDEX outbox_claimed ON outbox (id) WHERE state = 1;
-- Forgetting what is long said.
CREATE INDEX outbox_done ON outbox (done_at) WHERE state > 1;

-- How long Telegram asked us to leave a chat alone; it outlives a restart.
CREATE TABLE chat_wait (
    chat_id INTEGER PRIMARY KEY,
    until INTEGER NOT NULL
);

-- Taps that may work once only: two quick taps on "Open a circle" open one.
CREATE TABLE tapped (
    row_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    verb TEXT NOT NULL,
    PRIMARY KEY (row_id, verb)
);

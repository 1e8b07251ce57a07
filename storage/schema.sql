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
    username TEXT NOT NULL,
    alive_at INTEGER                 -- when it last said that it runs
);

-- Which master keys this database belongs to: a word for each, sealed with it at its first start.
CREATE TABLE canary (
    id INTEGER PRIMARY KEY,          -- the number of the key
    word BLOB NOT NULL               -- sealed; it says nothing
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
    created_at INTEGER NOT NULL,
    adult_at INTEGER,                -- when they said that they are old enough
    pack TEXT,                       -- the words of the five places; NULL: the programme's
    new_messages INTEGER NOT NULL DEFAULT 0,  -- 1: every answer as a new message
    tidy INTEGER,                    -- NULL: not asked yet
    quiet_after INTEGER              -- days; 0: only if I ask; NULL: not asked yet
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
    look_at INTEGER,                 -- when the gap watch must look next
    nobody_since INTEGER,            -- "I have nobody right now", while that stands
    ended_at INTEGER                 -- when the goodbye was said
);
-- The gap watch: circles whose cover may have changed.
CREATE INDEX circle_look ON circle (look_at, id) WHERE look_at IS NOT NULL;
-- Whose circle is this: a person's own pages, and re-evaluation when they come or go.
CREATE INDEX circle_participant ON circle (participant_id) WHERE participant_id IS NOT NULL;
CREATE INDEX circle_partner ON circle (partner_id);
-- The end: circles whose time is over and whose goodbye is still to be said.
CREATE INDEX circle_ends ON circle (ends_at) WHERE ended_at IS NULL AND ends_at IS NOT NULL;

-- What is said once in the life of a circle, to one person: notice, goodbye, asking again.
CREATE TABLE milestone (
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    kind TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (circle_id, kind, person_id)
);

-- When a partner usually reads, in their own zone, and when they are away.
CREATE TABLE partner_hours (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    days INTEGER NOT NULL,           -- bit 0: Monday
    wall_from TEXT NOT NULL,
    wall_to TEXT NOT NULL,
    away_from INTEGER,
    away_until INTEGER
);

CREATE TABLE seat (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    supporter_id INTEGER REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN (
        'invited', 'waiting', 'active', 'quiet', 'paused', 'unreachable', 'left', 'removed')),
    since INTEGER NOT NULL,
    seen_at INTEGER,
    still_here_at INTEGER,
    place INTEGER NOT NULL DEFAULT 0,  -- in the participant's order; ties by id
    paused_until INTEGER             -- NULL while paused: until they are back
);
CREATE INDEX seat_circle ON seat (circle_id);
-- Every update of a supporter: in which circles were they seen?
CREATE INDEX seat_supporter ON seat (supporter_id) WHERE supporter_id IS NOT NULL;
-- Breaks that come to their end.
CREATE INDEX seat_break ON seat (paused_until) WHERE paused_until IS NOT NULL;

CREATE TABLE step_in (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    partner_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN (
        'offered', 'talk_first', 'agreed', 'declined', 'ended')),
    offered_at INTEGER NOT NULL,
    contact_at INTEGER,
    answered_at INTEGER,             -- when the participant said yes or no
    card INTEGER                     -- the outbox row in which the partner offered
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
    revoked_at INTEGER,
    asked_at INTEGER                 -- when its inviter heard that somebody asks for another
);
-- Expiry: links that nobody used in time.
CREATE INDEX invitation_open ON invitation (expires_at)
    WHERE used_at IS NULL AND revoked_at IS NULL;

CREATE TABLE joining (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    invitation_id INTEGER NOT NULL REFERENCES invitation (id),
    step TEXT NOT NULL CHECK (step IN (
        'language', 'preview', 'agree', 'read_back', 'age', 'name', 'rhythm')),
    asked_row INTEGER                -- the outbox row that asked
);

-- What a typed text would be, when the bot asked for one: a line, a city, a small step.
CREATE TABLE expecting (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    what TEXT NOT NULL,
    facts BLOB NOT NULL,             -- sealed JSON
    row_id INTEGER,                  -- the outbox row that asked
    since INTEGER NOT NULL
);

-- A stranger who would like to be contacted; the coordinator hears of it.
CREATE TABLE contact_request (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL,      -- Telegram's id of somebody with no row in person
    language TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    seen_by INTEGER REFERENCES person (id)
);
-- One open request a person.
CREATE UNIQUE INDEX contact_request_open ON contact_request (person_id) WHERE seen_by IS NULL;

CREATE TABLE rhythm (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    days INTEGER NOT NULL,           -- bit 0: Monday
    wall TEXT NOT NULL,              -- HH:MM in the person's zone
    due_at INTEGER,
    full_day INTEGER NOT NULL DEFAULT 0,  -- the day of the full check-in; the others are pulses
    paused_since INTEGER,
    paused_until INTEGER,            -- NULL while paused: until they are back
    quiet_told_at INTEGER,           -- when the partner heard of this silence
    quiet_since INTEGER              -- the day of the last sign of life, or of a pause's end
);
-- Silences of which a partner may have to hear.
CREATE INDEX rhythm_quiet ON rhythm (quiet_since)
    WHERE quiet_told_at IS NULL AND quiet_since IS NOT NULL;
-- The nudge sweep.
CREATE INDEX rhythm_due ON rhythm (due_at, person_id) WHERE due_at IS NOT NULL;

CREATE TABLE occasion (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    local_date TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'asked', 'answered', 'skipped', 'later', 'unanswered')),
    created_at INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'full',  -- full or pulse
    reminded_on TEXT,                -- the local date on which it comes again, once or as chosen
    UNIQUE (person_id, local_date)   -- each local occurrence once, whatever the clock does
);

CREATE TABLE checkin (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'saved', 'kept')),
    opened_at INTEGER NOT NULL,
    occasion_id INTEGER REFERENCES occasion (id),
    asked_row INTEGER,               -- the outbox row that asked last: its buttons go when typed
    kind TEXT NOT NULL DEFAULT 'full',  -- full, changed or pulse
    at INTEGER NOT NULL DEFAULT 0,   -- the question that is asked now, from 0
    closed_at INTEGER,
    heavy BLOB,                      -- sealed; how heavy supporting feels, 0 to 10
    wish TEXT                        -- quiet or tidy, when that was asked after it; each once
);
-- One open check-in a person; typed answers and expiry look here.
CREATE UNIQUE INDEX checkin_open ON checkin (person_id) WHERE state = 'open';
CREATE INDEX checkin_stale ON checkin (opened_at) WHERE state = 'open';
-- Somebody's own check-ins, newest first: the last answers, the closing, the export.
CREATE INDEX checkin_person ON checkin (person_id, id);

CREATE TABLE answer (
    checkin_id INTEGER NOT NULL REFERENCES checkin (id),
    dimension TEXT NOT NULL,
    temperature BLOB NOT NULL,       -- sealed
    pack TEXT NOT NULL,              -- the words it was asked in
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (checkin_id, dimension)
);

-- What a person typed beside an answer; dimension '': beside the whole check-in.
CREATE TABLE note (
    checkin_id INTEGER NOT NULL REFERENCES checkin (id),
    dimension TEXT NOT NULL,
    text BLOB NOT NULL,              -- sealed
    written_at INTEGER NOT NULL,
    PRIMARY KEY (checkin_id, dimension)
);

-- Messages that go once a check-in is saved, for whoever wants a tidy chat.
CREATE TABLE tidy_message (
    person_id INTEGER NOT NULL REFERENCES person (id),
    message_id INTEGER NOT NULL,
    checkin_id INTEGER NOT NULL REFERENCES checkin (id),
    PRIMARY KEY (person_id, message_id)
);
CREATE INDEX tidy_message_checkin ON tidy_message (checkin_id);

-- The one small thing that somebody chose after a check-in, for themselves.
CREATE TABLE small_step (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    checkin_id INTEGER REFERENCES checkin (id),
    dimension BLOB NOT NULL,         -- sealed
    text BLOB NOT NULL,              -- sealed
    outcome BLOB,                    -- sealed; how it went, once that was said
    chosen_at INTEGER NOT NULL,
    settled_at INTEGER
);
-- One small step at a time.
CREATE UNIQUE INDEX small_step_live ON small_step (person_id) WHERE settled_at IS NULL;
CREATE INDEX small_step_person ON small_step (person_id, id);

-- What somebody would like from this time, in their own words.
CREATE TABLE goal (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    text BLOB NOT NULL,              -- sealed
    set_at INTEGER NOT NULL
);

-- One line of consent: who may see what of whom, until when.
CREATE TABLE sharing_grant (
    id INTEGER PRIMARY KEY,
    subject_id INTEGER NOT NULL REFERENCES person (id),
    reader_id INTEGER NOT NULL REFERENCES person (id),
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    category TEXT NOT NULL CHECK (category IN ('temperature', 'small_step', 'goal')),
    dimension TEXT NOT NULL,         -- '' where the category has none
    given_at INTEGER NOT NULL,
    lapses_at INTEGER NOT NULL,
    revoked_at INTEGER,
    language TEXT NOT NULL,          -- of the words that were agreed to
    reader_name BLOB                 -- sealed: what the reader was called then
);
-- One standing grant for each thing; what may be shown to this reader.
CREATE UNIQUE INDEX sharing_grant_live ON sharing_grant
    (reader_id, subject_id, circle_id, category, dimension) WHERE revoked_at IS NULL;
CREATE INDEX sharing_grant_subject ON sharing_grant (subject_id);

-- Who was shown which category of whom, under which grant: its subject may read it.
CREATE TABLE disclosure (
    id INTEGER PRIMARY KEY,
    grant_id INTEGER NOT NULL REFERENCES sharing_grant (id),
    at INTEGER NOT NULL
);
CREATE INDEX disclosure_grant ON disclosure (grant_id);

-- The weekly note to a supporter: one for all their circles.
CREATE TABLE weekly_note (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    due_at INTEGER NOT NULL,
    idea INTEGER NOT NULL DEFAULT 0  -- which doable idea comes next
);
CREATE INDEX weekly_note_due ON weekly_note (due_at, person_id);

-- That a line was carried. Its id is the outbox row that keeps its words until they are opened.
CREATE TABLE line (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    from_id INTEGER NOT NULL REFERENCES person (id),
    to_id INTEGER NOT NULL REFERENCES person (id),
    sent_at INTEGER NOT NULL
);
-- The cap of a pair.
CREATE INDEX line_pair ON line (from_id, to_id, sent_at);

-- A participant's wish to hear from somebody.
CREATE TABLE hello (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    state TEXT NOT NULL CHECK (state IN ('asking', 'answered', 'unanswered', 'stopped')),
    asked_at INTEGER NOT NULL,
    next_at INTEGER,                 -- when the next supporter is asked, or the participant told
    told_at INTEGER,                 -- when the participant heard that nobody could yet
    card INTEGER                     -- the outbox row in which the participant waits
);
-- One hello at a time in a circle.
CREATE UNIQUE INDEX hello_live ON hello (circle_id) WHERE state = 'asking';
CREATE INDEX hello_next ON hello (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX hello_circle ON hello (circle_id, asked_at);

CREATE TABLE hello_ask (
    hello_id INTEGER NOT NULL REFERENCES hello (id),
    seat_id INTEGER NOT NULL REFERENCES seat (id),
    asked_at INTEGER NOT NULL,
    answer BLOB,                     -- sealed; to call or to write: "not today" is not kept
    PRIMARY KEY (hello_id, seat_id)
);

-- That the crisis gate answered: level, kind and rule, never the words.
CREATE TABLE crisis_event (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL,      -- also strangers
    hour INTEGER NOT NULL,           -- the time, to the hour
    level TEXT NOT NULL,
    kind TEXT NOT NULL,
    rule TEXT NOT NULL,
    version INTEGER NOT NULL         -- of the lexicon and the card
);
-- A second message within the hour gets the shorter card; forgetting.
CREATE INDEX crisis_event_person ON crisis_event (person_id, hour);
CREATE INDEX crisis_event_hour ON crisis_event (hour);

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
    clear_since INTEGER,
    person_id INTEGER REFERENCES person (id),  -- who asked; NULL where nobody did
    detail BLOB                      -- sealed; what they agreed to have said, as a code
);
-- One live alert a circle and kind; whoever asks for a person is never grouped.
CREATE UNIQUE INDEX alert_live ON alert (circle_id, kind)
    WHERE state <> 'resolved' AND person_id IS NULL;
-- Escalation: what must happen next.
CREATE INDEX alert_next ON alert (next_at, id) WHERE next_at IS NOT NULL;

-- Circles that open again and again, and the auditor's look at a circle.
CREATE INDEX alert_circle ON alert (circle_id, kind, opened_at);

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
    delivered_at INTEGER,            -- when the newest notice arrived
    opened_at INTEGER,               -- when they first read what it is about
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
-- What waits for somebody.
CREATE INDEX outbox_person ON outbox (person_id) WHERE state = 0;
-- After a crash: what was under way.
CREATE INDEX outbox_claimed ON outbox (id) WHERE state = 1;
-- Forgetting what is long said.
CREATE INDEX outbox_done ON outbox (done_at) WHERE state > 1;
-- What a message shows by now: the newest of the rows that change it.
CREATE INDEX outbox_edits ON outbox (person_id, edits) WHERE edits IS NOT NULL;

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

-- What a restored older copy must not bring back: a number of ours, or a keyed hash of a person's.
-- It is copied to a file apart from the database (bot/ledger.py).
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    mark TEXT NOT NULL
);

//! The first schema. Times are milliseconds since 1970 in UTC, days are days since 1970, months are `year * 12 + month0`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for script in [INSTANCE, PEOPLE, TEAMS, WORK, ACTIVITY, HISTORY] {
            dialect::run(manager, script).await?;
        }
        let own = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        manager.get_connection().execute_unprepared(own).await?;
        Ok(())
    }
}

/// One row, which is also the guard: whoever changes what is counted here takes it first.
const INSTANCE: &str = r"
CREATE TABLE instance (
    id integer PRIMARY KEY CHECK (id = 1),
    name text NOT NULL,
    bootstrap_done boolean NOT NULL,
    admins bigint NOT NULL,
    users bigint NOT NULL,
    pending bigint NOT NULL,
    seats_used bigint NOT NULL,
    user_number bigint NOT NULL,
    history_seq bigint NOT NULL,
    history_hash {bytes} NOT NULL,
    CHECK (admins >= 1 OR NOT bootstrap_done),
    CHECK (seats_used >= 0 AND pending >= 0 AND users >= seats_used)
);
INSERT INTO instance VALUES (1, 'My organization', false, 0, 0, 0, 0, 0, 0, '');
";

/// On SQLite `number` is the row's own place, so that a hit of the full-text table is one look-up away.
/// `listed` is false of removed users. The `…_key` columns are what the users table sorts by.
/// `last_active_key` is the time of the newest activity, 0 for never, -1 for a pending invitation.
const PEOPLE: &str = r#"
CREATE TABLE "user" (
    number {rowid} PRIMARY KEY,
    id {uuid} NOT NULL UNIQUE,
    status text NOT NULL CHECK (status IN ('pending', 'active', 'deactivated', 'removed')),
    listed boolean NOT NULL,
    role text NOT NULL CHECK (role IN ('admin', 'member')),
    name text NOT NULL,
    username text,
    email text NOT NULL,
    email_key {key} UNIQUE,
    name_key {key} NOT NULL,
    role_key {key} NOT NULL,
    team_key {key} NOT NULL,
    search_key text NOT NULL,
    last_active_key bigint NOT NULL,
    last_active_door text,
    days_active bigint NOT NULL,
    runs bigint NOT NULL,
    reports bigint NOT NULL,
    password_hash text,
    added_at bigint NOT NULL,
    joined_at bigint,
    invited_by {uuid} REFERENCES "user" (id),
    invitation_hash {bytes} UNIQUE,
    invitation_sent_at bigint,
    invitation_expires_at bigint,
    CHECK (listed = (status <> 'removed')),
    CHECK (listed = (email_key IS NOT NULL)),
    CHECK ((status = 'pending') = (invitation_hash IS NOT NULL)),
    CHECK (status = 'pending' OR password_hash IS NOT NULL OR status = 'removed')
);
CREATE INDEX user_by_name ON "user" (listed, name_key, id);
CREATE INDEX user_by_last_active ON "user" (listed, last_active_key, id);
CREATE INDEX user_by_role ON "user" (listed, role_key, id);
CREATE INDEX user_by_email ON "user" (listed, email_key, id);
CREATE INDEX user_by_team ON "user" (listed, team_key, id);
CREATE INDEX user_by_status ON "user" (status, id);

CREATE TABLE spent_invitation (
    token_hash {bytes} PRIMARY KEY,
    spent_at bigint NOT NULL
);

CREATE TABLE user_word (
    word {key} NOT NULL,
    user_id {uuid} NOT NULL REFERENCES "user" (id),
    PRIMARY KEY (word, user_id)
);
CREATE INDEX user_word_by_user ON user_word (user_id);

CREATE TABLE session (
    id {uuid} PRIMARY KEY,
    token_hash {bytes} NOT NULL UNIQUE,
    user_id {uuid} NOT NULL REFERENCES "user" (id),
    device text NOT NULL,
    address text NOT NULL,
    created_at bigint NOT NULL,
    confirmed_at bigint NOT NULL,
    last_used_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    revoked_at bigint
);
CREATE INDEX session_by_user ON session (user_id, revoked_at);

CREATE TABLE password_reset (
    id {uuid} PRIMARY KEY,
    token_hash {bytes} NOT NULL UNIQUE,
    user_id {uuid} NOT NULL REFERENCES "user" (id),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint
);
CREATE INDEX password_reset_by_user ON password_reset (user_id);

CREATE TABLE mail (
    id {uuid} PRIMARY KEY,
    kind text NOT NULL,
    user_id {uuid} NOT NULL REFERENCES "user" (id),
    recipient text NOT NULL,
    sealed {bytes},
    state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed', 'cancelled')),
    attempts integer NOT NULL,
    error text,
    created_at bigint NOT NULL,
    next_attempt_at bigint NOT NULL,
    delivered_at bigint
);
CREATE INDEX mail_by_state ON mail (state, next_attempt_at);
CREATE INDEX mail_by_user ON mail (user_id, created_at);
CREATE INDEX mail_by_time ON mail (created_at, id);
"#;

/// A handle is the first part of a URL: one space for usernames and team names, given up at removal.
const TEAMS: &str = r#"
CREATE TABLE team (
    id {uuid} PRIMARY KEY,
    name {key} NOT NULL UNIQUE,
    description text NOT NULL,
    storage text NOT NULL,
    settings {json} NOT NULL,
    created_at bigint NOT NULL
);

CREATE TABLE handle (
    name {key} PRIMARY KEY,
    user_id {uuid} UNIQUE REFERENCES "user" (id),
    team_id {uuid} UNIQUE REFERENCES team (id),
    CHECK ((user_id IS NULL) <> (team_id IS NULL))
);

CREATE TABLE team_member (
    team_id {uuid} NOT NULL REFERENCES team (id),
    user_id {uuid} NOT NULL REFERENCES "user" (id),
    role text NOT NULL CHECK (role IN ('admin', 'member', 'view_only')),
    added_at bigint NOT NULL,
    PRIMARY KEY (team_id, user_id)
);
CREATE INDEX team_member_by_user ON team_member (user_id, team_id);
"#;

/// Authors are never deleted, so that runs and reports outlive a membership.
const WORK: &str = r#"
CREATE TABLE project (
    id {uuid} PRIMARY KEY,
    team_id {uuid} REFERENCES team (id),
    user_id {uuid} REFERENCES "user" (id),
    name {key} NOT NULL,
    description text NOT NULL,
    visibility text NOT NULL CHECK (visibility IN ('private', 'team', 'public')),
    created_at bigint NOT NULL,
    UNIQUE (team_id, name),
    UNIQUE (user_id, name),
    CHECK ((user_id IS NULL) <> (team_id IS NULL))
);

CREATE TABLE run (
    id {uuid} PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES project (id),
    name {key} NOT NULL,
    display_name text NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'finished', 'failed', 'crashed')),
    author_id {uuid} NOT NULL REFERENCES "user" (id),
    created_at bigint NOT NULL,
    heartbeat_at bigint NOT NULL,
    UNIQUE (project_id, name)
);
CREATE INDEX run_by_author ON run (author_id, created_at);
CREATE INDEX run_by_project ON run (project_id, created_at);

CREATE TABLE report (
    id {uuid} PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES project (id),
    title text NOT NULL,
    body text NOT NULL,
    published boolean NOT NULL,
    author_id {uuid} NOT NULL REFERENCES "user" (id),
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX report_by_author ON report (author_id, created_at);
CREATE INDEX report_by_project ON report (project_id, created_at);
"#;

/// The roll-ups grow when a user is first seen on a day or in a month, so that the plot never counts.
const ACTIVITY: &str = r#"
CREATE TABLE activity_day (
    user_id {uuid} NOT NULL REFERENCES "user" (id),
    day integer NOT NULL,
    requests bigint NOT NULL,
    first_at bigint NOT NULL,
    last_at bigint NOT NULL,
    door text NOT NULL,
    PRIMARY KEY (user_id, day)
);

CREATE TABLE active_users_day (
    day integer PRIMARY KEY,
    users bigint NOT NULL
);

CREATE TABLE active_users_month (
    month integer PRIMARY KEY,
    users bigint NOT NULL
);
"#;

const HISTORY: &str = r"
CREATE TABLE history (
    id {uuid} PRIMARY KEY,
    seq bigint NOT NULL UNIQUE,
    at bigint NOT NULL,
    actor_kind text NOT NULL,
    actor_id {uuid},
    actor_name text NOT NULL,
    door text NOT NULL,
    action text NOT NULL,
    target_kind text NOT NULL,
    target_id {uuid},
    target_name text NOT NULL,
    before {json} NOT NULL,
    after {json} NOT NULL,
    request_id text NOT NULL,
    hash {bytes} NOT NULL
);
CREATE INDEX history_by_target ON history (target_id, seq);
CREATE INDEX history_by_actor ON history (actor_id, seq);
";

const SQLITE: &str = r#"
CREATE VIRTUAL TABLE user_search USING fts5(words, tokenize = 'trigram', detail = 'full');
CREATE TRIGGER user_search_insert AFTER INSERT ON "user" WHEN new.listed BEGIN
    INSERT INTO user_search (rowid, words) VALUES (new.number, new.search_key);
END;
CREATE TRIGGER user_search_update AFTER UPDATE OF search_key, listed ON "user" WHEN old.search_key <> new.search_key OR old.listed <> new.listed BEGIN
    DELETE FROM user_search WHERE rowid = old.number;
    INSERT INTO user_search (rowid, words) SELECT new.number, new.search_key WHERE new.listed;
END;

CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;
CREATE TRIGGER history_is_not_deleted BEFORE DELETE ON history BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;
"#;

const POSTGRES: &str = r#"
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX user_search ON "user" USING gin (search_key gin_trgm_ops) WHERE listed;

CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only';
END
$$;
CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON history
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only();
"#;

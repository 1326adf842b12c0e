//! What people decide for themselves: which mails they want, and another e-mail address; and what their pages list.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for script in [PEOPLE, WORK] {
            dialect::run(manager, script).await?;
        }
        Ok(())
    }
}

const PEOPLE: &str = r#"
ALTER TABLE "user" ADD COLUMN notifications {json} NOT NULL DEFAULT '{}';
CREATE INDEX user_by_invitation ON "user" (invitation_expires_at, id) WHERE invitation_hash IS NOT NULL;

CREATE TABLE email_change (
    id {uuid} PRIMARY KEY,
    token_hash {bytes} NOT NULL UNIQUE,
    user_id {uuid} NOT NULL REFERENCES "user" (id),
    email text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint
);
CREATE INDEX email_change_by_user ON email_change (user_id, created_at);
"#;

/// What somebody made is listed by its project, as it is a project that others may know of or not: so the newest are
/// found without a look at what is hidden, however much that is.
const WORK: &str = r"
DROP INDEX run_by_author;
CREATE INDEX run_by_author ON run (author_id, project_id, created_at, id);
CREATE INDEX run_by_author_and_state ON run (author_id, state, heartbeat_at, id);
DROP INDEX report_by_author;
CREATE INDEX report_by_author ON report (author_id, project_id, published, updated_at, id);
";

//! The schema, step by step. A migration that was released is never changed.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod dialect;
mod m0001_first;
mod m0002_dashboard;
mod m0003_history;
mod m0004_teams;
mod m0005_keys;
mod m0006_work;
mod m0007_idempotency;
mod m0008_storage;
mod m0009_logging;
mod m0010_alerts;
mod m0011_faces;
mod m0012_people;
mod m0013_links;
mod m0014_orders;
mod m0015_newest_mail;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_first::Migration),
            Box::new(m0002_dashboard::Migration),
            Box::new(m0003_history::Migration),
            Box::new(m0004_teams::Migration),
            Box::new(m0005_keys::Migration),
            Box::new(m0006_work::Migration),
            Box::new(m0007_idempotency::Migration),
            Box::new(m0008_storage::Migration),
            Box::new(m0009_logging::Migration),
            Box::new(m0010_alerts::Migration),
            Box::new(m0011_faces::Migration),
            Box::new(m0012_people::Migration),
            Box::new(m0013_links::Migration),
            Box::new(m0014_orders::Migration),
            Box::new(m0015_newest_mail::Migration),
        ]
    }
}

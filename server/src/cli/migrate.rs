//! `rollcall migrate`.

use super::{Failure, open};
use crate::config::Config;

pub async fn migrate(config: &Config) -> Result<(), Failure> {
    open::open(config).await?;
    println!("The database is up to date.");
    Ok(())
}

//! `rollcall export`.

use std::io::Write;

use clap::{Subcommand, ValueEnum};
use domain::user::UserQuery;
use futures::TryStreamExt;

use super::{Failure, open};
use crate::config::Config;

#[derive(Subcommand)]
pub enum Export {
    /// Every user of the organization
    Users {
        #[arg(long, default_value = "csv")]
        format: Format,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    Csv,
}

impl Export {
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let Self::Users { format: Format::Csv } = self;
        let (instance, _) = open::open(config).await?;
        let pages = service::export::users(&instance.command_line(), UserQuery::default()).await?;
        let mut pages = std::pin::pin!(pages);
        let mut out = std::io::stdout().lock();
        while let Some(page) = pages.try_next().await? {
            out.write_all(&page)?;
        }
        Ok(out.flush()?)
    }
}

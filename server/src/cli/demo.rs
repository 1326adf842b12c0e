//! `rollcall demo`.

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use service::demo::{Plan, fill};

use super::{Failure, open};
use crate::config::Config;

#[derive(Args)]
pub struct Demo {
    /// How many people
    #[arg(long, default_value_t = 1000)]
    users: u32,
    /// How many days of activity
    #[arg(long, default_value_t = 400)]
    days: u32,
    /// The same seed makes the same organization
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Of admin@rollcall.example; made up and printed if left out
    #[arg(long)]
    password: Option<SecretString>,
}

impl Demo {
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let (instance, _) = open::open(config).await?;
        let plan = Plan { users: self.users, days: self.days, seed: self.seed, password: self.password };
        let filled = fill(&instance.command_line(), &plan).await?;
        println!("Sign in as {} with the password: {}", filled.email, filled.password.expose_secret());
        Ok(())
    }
}

//! `rollcall admin`: the way back in.

use std::io::Read;

use clap::Subcommand;
use service::accounts::{self, SignUp};

use super::{Failure, open};
use crate::config::Config;

#[derive(Subcommand)]
pub enum Admin {
    /// Creates an active instance admin
    Create {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        /// Made from the e-mail address if left out
        #[arg(long)]
        username: Option<String>,
        /// Reads the password from standard input, so that it is in no list of processes
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Changes the e-mail address of a user, where no mail is sent by which they could confirm another
    SetEmail {
        /// The address that the user has
        #[arg(long)]
        email: String,
        /// The new one
        #[arg(long)]
        to: String,
    },
    /// Prints a link by which a user replaces a forgotten password
    ResetLink {
        #[arg(long)]
        email: String,
    },
}

impl Admin {
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let (instance, _) = open::open(config).await?;
        let ctx = instance.command_line();
        match self {
            Self::Create { email, name, username, .. } => {
                let username = match username {
                    Some(username) => username,
                    None => accounts::suggest_username(&ctx, &email).await?,
                };
                let password = read_password()?.into();
                let made = accounts::create_admin(&ctx, SignUp { name, username, email, password }).await?;
                println!("{} ({}) is an instance admin now.", made.name, made.email);
            }
            Self::SetEmail { email, to } => {
                service::email_changes::set(&ctx, &email, &to).await?;
                println!("Whoever had {email} logs in with {to} from now on.");
            }
            Self::ResetLink { email } => println!("{}", service::password_resets::make_link(&ctx, &email).await?),
        }
        Ok(())
    }
}

fn read_password() -> Result<String, Failure> {
    let mut password = String::new();
    std::io::stdin().lock().take(4096).read_to_string(&mut password)?;
    Ok(password.trim_end_matches(['\r', '\n']).to_owned())
}

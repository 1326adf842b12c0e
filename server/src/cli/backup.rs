//! `rollcall backup`.

use std::path::Path;

use super::{Failure, open};
use crate::config::Config;

pub async fn backup(config: &Config, file: &Path) -> Result<(), Failure> {
    let (instance, _) = open::open(config).await?;
    service::backup::write(&instance.command_line(), file).await?;
    println!(
        "Written to {}. Keep {} as well: what is sealed opens with it only.",
        file.display(),
        config.secret_file.display()
    );
    Ok(())
}

//! The command line's side of the configuration.

use clap::Args;
use secrecy::SecretString;

/// Flags that every sub-command takes. They are kept as text so that a wrong flag, variable and file entry
/// are refused in the same words.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub struct Options {
    #[arg(
        help = "Address and port to listen on [env: ROLLCALL_ADDR] [default: 127.0.0.1:3000]",
        long,
        global = true,
        value_name = "IP:PORT"
    )]
    pub addr: Option<String>,

    #[arg(
        help = "Address people type into the browser, without a path; may be left out on a loopback address [env: ROLLCALL_BASE_URL]",
        long,
        global = true,
        value_name = "URL"
    )]
    pub base_url: Option<String>,

    #[arg(
        help = "sqlite://FILE (in the data folder) or postgres://USER:PASSWORD@HOST/NAME; a password is safer in the environment [env: ROLLCALL_DATABASE_URL] [default: sqlite://rollcall.db]",
        long,
        global = true,
        value_name = "URL"
    )]
    pub database_url: Option<SecretString>,

    #[arg(
        help = "Folder for the database, the secret and uploaded files, made if missing [env: ROLLCALL_DATA_DIR] [default: data]",
        long,
        global = true,
        value_name = "FOLDER"
    )]
    pub data_dir: Option<String>,

    #[arg(
        help = "File that seals secrets at rest, made at the first start [env: ROLLCALL_SECRET_FILE] [default: rollcall.secret in the data folder]",
        long,
        global = true,
        value_name = "FILE"
    )]
    pub secret_file: Option<String>,

    #[arg(
        help = "How many people may have a seat; unlimited when not set [env: ROLLCALL_SEATS]",
        long,
        global = true,
        value_name = "NUMBER"
    )]
    pub seats: Option<String>,

    #[arg(
        help = "smtp://USER:PASSWORD@HOST:PORT?tls=required or smtps://…; safer in the environment [env: ROLLCALL_SMTP_URL]",
        long,
        global = true,
        value_name = "URL"
    )]
    pub smtp_url: Option<SecretString>,

    #[arg(
        help = "Sender of mails [env: ROLLCALL_MAIL_FROM] [default: Rollcall <no-reply@HOST>]",
        long,
        global = true,
        value_name = "MAILBOX"
    )]
    pub mail_from: Option<String>,

    #[arg(
        help = "What to log: warn, info, server=debug,info; with json or text in the list also how [env: ROLLCALL_LOG] [default: info, as text on a terminal and as JSON elsewhere]",
        long,
        global = true,
        value_name = "FILTER"
    )]
    pub log: Option<String>,

    #[arg(
        help = "Factor on all rate limits; 0 turns them off [env: ROLLCALL_RATE_LIMIT] [default: 1]",
        long,
        global = true,
        value_name = "FACTOR"
    )]
    pub rate_limit: Option<String>,

    #[arg(
        help = "Lets people without an invitation sign up [env: ROLLCALL_OPEN_SIGNUP] [default: false]",
        long, global = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true"
    )]
    pub open_signup: Option<String>,

    #[arg(
        help = "Networks whose X-Forwarded-For is believed, separated by commas [env: ROLLCALL_TRUSTED_PROXIES]",
        long,
        global = true,
        value_name = "CIDR,…"
    )]
    pub trusted_proxies: Option<String>,

    #[arg(
        help = "Days until an invitation ends, 1 to 30 [env: ROLLCALL_INVITATION_DAYS] [default: 7]",
        long,
        global = true,
        value_name = "DAYS"
    )]
    pub invitation_days: Option<String>,

    #[arg(
        help = "Bearer token that opens /metrics to other machines; safer in the environment [env: ROLLCALL_METRICS_TOKEN]",
        long,
        global = true,
        value_name = "TOKEN"
    )]
    pub metrics_token: Option<SecretString>,

    #[arg(
        help = "Allows plain http on an address that is not loopback [env: ROLLCALL_INSECURE_HTTP] [default: false]",
        long, global = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true"
    )]
    pub insecure_http: Option<String>,

    #[arg(
        help = "Lets teams bring buckets at internal addresses, and over plain http [env: ROLLCALL_INTERNAL_BUCKETS] [default: false]",
        long, global = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true"
    )]
    pub internal_buckets: Option<String>,

    #[arg(
        help = "Lets teams send alerts to internal addresses, over plain http and to any port [env: ROLLCALL_INTERNAL_WEBHOOKS] [default: false]",
        long, global = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true"
    )]
    pub internal_webhooks: Option<String>,

    #[arg(
        help = "Starts although the clock is behind what is stored [env: ROLLCALL_ACCEPT_CLOCK] [default: false]",
        long, global = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true"
    )]
    pub accept_clock: Option<String>,

    #[arg(
        help = "TOML file with the same settings in snake_case [env: ROLLCALL_CONFIG]",
        long,
        global = true,
        value_name = "FILE"
    )]
    pub config: Option<String>,
}

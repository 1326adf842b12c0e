use clap::Parser;
use secrecy::ExposeSecret;

use super::*;

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    options: Options,
}

fn load(flags: &[&str], variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let cli = Cli::parse_from(std::iter::once("rollcall").chain(flags.iter().copied()));
    Config::load(&cli.options, |name| {
        variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    })
}

fn refusal(variables: &[(&str, &str)]) -> String {
    let line = load(&[], variables).unwrap_err().to_string();
    assert!(!line.contains('\n'), "{line}");
    line
}

#[test]
fn nothing_needs_to_be_set_on_loopback() {
    let config = load(&[], &[]).unwrap();

    assert_eq!(config.base_url.to_string(), "http://127.0.0.1:3000");
    assert_eq!(config.database_url.expose_secret(), "sqlite://data/rollcall.db");
    assert_eq!(config.secret_file.to_str(), Some("data/rollcall.secret"));
    assert_eq!((config.seats, config.invitation_days, config.open_signup), (None, 7, false));
    assert_eq!(config.mail_from.as_deref(), Some("Rollcall <no-reply@localhost>"));
    assert_eq!(config.log, LogSettings { filter: "info".into(), format: LogFormat::Auto });
}

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(
        file.path(),
        "seats = 3\ninvitation_days = 3\nlog = \"warn\"\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]",
    )
    .unwrap();
    let path = file.path().to_str().unwrap();

    let config = load(
        &["--seats", "1"],
        &[("ROLLCALL_CONFIG", path), ("ROLLCALL_SEATS", "2"), ("ROLLCALL_INVITATION_DAYS", "2")],
    )
    .unwrap();

    assert_eq!((config.seats, config.invitation_days, config.log.filter.as_str()), (Some(1), 2, "warn"));
    assert_eq!(config.trusted_proxies.len(), 2);
}

#[test]
fn a_file_with_an_unknown_key_or_broken_line_is_refused_without_its_words() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().to_str().unwrap().to_owned();

    std::fs::write(file.path(), "seat = 3").unwrap();
    assert!(refusal(&[("ROLLCALL_CONFIG", &path)]).ends_with("has the unknown key \"seat\""));
    std::fs::write(file.path(), "seats = 3\nmetrics_token = hunter2").unwrap();
    let line = refusal(&[("ROLLCALL_CONFIG", &path)]);
    assert!(line.ends_with("line 2 is not TOML") && !line.contains("hunter2"), "{line}");
    assert!(refusal(&[("ROLLCALL_CONFIG", "/nowhere/at/all")]).contains("ROLLCALL_CONFIG"));
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    assert_eq!(load(&[], &[("ROLLCALL_SEATS", "")]).unwrap().seats, None);
}

#[test]
fn a_wrong_value_is_refused_in_one_line_with_name_and_rule() {
    for (name, value, line) in [
        ("ROLLCALL_SEATS", "many", "ROLLCALL_SEATS must be a whole number of 1 or more, not \"many\""),
        ("ROLLCALL_SEATS", "0", "ROLLCALL_SEATS must be a whole number of 1 or more, not \"0\""),
        ("ROLLCALL_INVITATION_DAYS", "31", "ROLLCALL_INVITATION_DAYS must be a whole number from 1 to 30, not \"31\""),
        ("ROLLCALL_RATE_LIMIT", "-1", "ROLLCALL_RATE_LIMIT must be a number from 0 (off) to 1000, not \"-1\""),
        ("ROLLCALL_RATE_LIMIT", "NaN", "ROLLCALL_RATE_LIMIT must be a number from 0 (off) to 1000, not \"NaN\""),
        ("ROLLCALL_OPEN_SIGNUP", "maybe", "ROLLCALL_OPEN_SIGNUP must be true or false, not \"maybe\""),
        (
            "ROLLCALL_ADDR",
            "localhost",
            "ROLLCALL_ADDR must be an address and a port like 127.0.0.1:3000, not \"localhost\"",
        ),
        (
            "ROLLCALL_MAIL_FROM",
            "ada\r\nBcc: x@y",
            "ROLLCALL_MAIL_FROM must be a mailbox like Rollcall <no-reply@example.org>, not \"ada\\r\\nBcc: x@y\"",
        ),
    ] {
        assert_eq!(refusal(&[(name, value)]), line);
    }
    for (name, value) in [
        ("ROLLCALL_TRUSTED_PROXIES", "10.0.0.0/33"),
        ("ROLLCALL_LOG", "loud"),
        ("ROLLCALL_LOG", "a=b=c"),
        ("ROLLCALL_DATABASE_URL", "mysql://x"),
        ("ROLLCALL_DATABASE_URL", "sqlite::memory:"),
        ("ROLLCALL_SMTP_URL", "http://x"),
        ("ROLLCALL_SMTP_URL", "smtp://x?tls=never"),
        ("ROLLCALL_METRICS_TOKEN", "short"),
    ] {
        assert!(refusal(&[(name, value)]).starts_with(&format!("{name} must be ")), "{name}");
    }
}

#[test]
fn a_base_url_is_scheme_host_and_port_in_the_spelling_of_browsers() {
    for (given, kept) in [
        ("https://Roll.example:443/", "https://roll.example"),
        ("https://roll.example:8443", "https://roll.example:8443"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ] {
        assert_eq!(load(&[], &[("ROLLCALL_BASE_URL", given)]).unwrap().base_url.to_string(), kept);
    }
    for wrong in [
        "https://x.example/path",
        "ftp://x.example",
        "x.example",
        "https://u:p@x.example",
        "https://x.example?q",
        "https://x.example#f",
        "https://x.example:99999",
    ] {
        assert!(refusal(&[("ROLLCALL_BASE_URL", wrong)]).starts_with("ROLLCALL_BASE_URL must be http://"), "{wrong}");
    }
}

#[test]
fn off_loopback_the_base_url_is_required_and_https() {
    let open = ("ROLLCALL_ADDR", "0.0.0.0:3000");

    assert_eq!(refusal(&[open]), "ROLLCALL_BASE_URL must be set when ROLLCALL_ADDR is not a loopback address");
    let plain = ("ROLLCALL_BASE_URL", "http://roll.example");
    assert_eq!(
        refusal(&[plain]),
        "ROLLCALL_BASE_URL must be https, or ROLLCALL_INSECURE_HTTP must be true, not \"http://roll.example\""
    );
    assert!(load(&["--insecure-http"], &[open, plain]).is_ok());
    assert!(load(&[], &[open, ("ROLLCALL_BASE_URL", "http://localhost:3000")]).is_ok());
}

#[test]
fn a_derived_base_url_follows_the_port_the_system_picked() {
    let bound = "127.0.0.1:4567".parse().unwrap();

    assert_eq!(
        load(&["--addr", "127.0.0.1:0"], &[]).unwrap().bound_to(bound).base_url.to_string(),
        "http://127.0.0.1:4567"
    );
    assert_eq!(
        load(&["--base-url", "https://x.example"], &[]).unwrap().bound_to(bound).base_url.to_string(),
        "https://x.example"
    );
}

#[test]
fn a_relative_database_file_lies_in_the_data_folder() {
    for (given, kept) in [
        ("sqlite://x.db?mode=rwc", "sqlite:///srv/x.db?mode=rwc"),
        ("sqlite:x.db", "sqlite:///srv/x.db"),
        ("sqlite:///tmp/x.db", "sqlite:///tmp/x.db"),
        ("postgres:///roll?host=/run/postgresql", "postgres:///roll?host=/run/postgresql"),
    ] {
        let config = load(&["--data-dir", "/srv"], &[("ROLLCALL_DATABASE_URL", given)]).unwrap();
        assert_eq!(config.database_url.expose_secret(), kept);
    }
}

#[test]
fn the_data_folder_is_made_for_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("a/b");

    load(&["--data-dir", folder.to_str().unwrap()], &[]).unwrap().make_data_dir().unwrap();

    assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    std::fs::write(parent.path().join("file"), "").unwrap();
    let taken = load(&["--data-dir", parent.path().join("file").to_str().unwrap()], &[]).unwrap().make_data_dir();
    assert!(taken.unwrap_err().to_string().starts_with("ROLLCALL_DATA_DIR must be a folder"));
}

#[test]
fn mail_needs_a_sender() {
    let smtp = ("ROLLCALL_SMTP_URL", "smtp://user:pa%3Ass@mail.example:587?tls=required");

    let named = load(&[], &[smtp, ("ROLLCALL_BASE_URL", "https://roll.example")]).unwrap();
    assert_eq!(named.mail_from.as_deref(), Some("Rollcall <no-reply@roll.example>"));
    assert!(refusal(&[smtp, ("ROLLCALL_BASE_URL", "https://10.0.0.1")]).starts_with("ROLLCALL_MAIL_FROM must be set"));
}

#[test]
fn a_password_for_the_mail_server_does_not_travel_readable() {
    for wrong in ["smtp://user:hunter2@mail.example", "smtp://user:hunter2@mail.example:587?tls=opportunistic"] {
        let line = refusal(&[("ROLLCALL_SMTP_URL", wrong)]);
        assert!(line.starts_with("ROLLCALL_SMTP_URL must be smtps:// or have ?tls=required"), "{line}");
    }
    for right in [
        "smtps://user:hunter2@mail.example",
        "smtp://user:hunter2@mail.example?tls=required",
        "smtp://mail.example",
        "smtp://user:hunter2@localhost:2525",
        "smtp://user:hunter2@127.0.0.1",
        "smtp://user:hunter2@[::1]:25",
    ] {
        assert!(load(&[], &[("ROLLCALL_SMTP_URL", right)]).is_ok(), "{right}");
    }
}

#[test]
fn the_log_setting_holds_filter_and_format() {
    let log = |value| load(&[], &[("ROLLCALL_LOG", value)]).unwrap().log;

    assert_eq!(log("json"), LogSettings { filter: "info".into(), format: LogFormat::Json });
    assert_eq!(
        log("text,server=debug,warn"),
        LogSettings { filter: "server=debug,warn".into(), format: LogFormat::Text }
    );
}

#[test]
fn nothing_printed_holds_a_secret() {
    let secrets = [
        ("ROLLCALL_SMTP_URL", "smtps://user:hunter2@mail.example"),
        ("ROLLCALL_METRICS_TOKEN", "hunter2-hunter2-hunter2"),
        ("ROLLCALL_DATABASE_URL", "postgres://user:hunter2@db.example/x"),
    ];
    let cli = Cli::parse_from([
        "rollcall",
        "--smtp-url",
        "smtp://u:hunter2@x",
        "--metrics-token",
        "hunter2",
        "--database-url",
        "postgres://hunter2",
    ]);

    assert!(!format!("{:?} {:?}", load(&[], &secrets).unwrap(), cli.options).contains("hunter2"));
    assert!(!refusal(&[("ROLLCALL_SMTP_URL", "smpt://user:hunter2@mail.example")]).contains("hunter2"));
    assert!(!refusal(&[("ROLLCALL_BASE_URL", "https://user:hunter2@roll.example")]).contains("hunter2"));
}

#[test]
fn internal_addresses_are_opened_for_buckets_and_for_webhooks_apart() {
    let opened = |name| load(&[], &[(name, "true")]).unwrap();

    let (buckets, webhooks) = (opened("ROLLCALL_INTERNAL_BUCKETS"), opened("ROLLCALL_INTERNAL_WEBHOOKS"));

    assert_eq!((buckets.internal_buckets, buckets.internal_webhooks), (true, false));
    assert_eq!((webhooks.internal_buckets, webhooks.internal_webhooks), (false, true));
}

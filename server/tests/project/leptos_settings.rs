//! cargo-leptos reads `Cargo.toml`, the running server `Leptos.toml`.

use toml::{Table, Value};

use crate::read;

fn settings(file: &str) -> Table {
    let file: Table = read(file).parse().unwrap();
    let listed = file["workspace"]["metadata"]["leptos"].as_array().unwrap();
    assert_eq!(listed.len(), 1);
    listed[0].as_table().unwrap().clone()
}

#[test]
fn what_both_files_say_is_the_same() {
    let (build, run) = (settings("Cargo.toml"), settings("Leptos.toml"));

    let shared: Vec<(&str, &Value, &Value)> =
        run.iter().filter_map(|(key, value)| Some((key.as_str(), value, build.get(key)?))).collect();

    assert!(shared.len() >= 5, "{shared:?}");
    for (key, run, build) in shared {
        assert_eq!(run, build, "{key} of Leptos.toml and of Cargo.toml");
    }
}

#[test]
fn the_server_knows_where_the_build_puts_the_site() {
    let run = settings("Leptos.toml");

    for key in ["output-name", "site-root", "site-pkg-dir", "hash-files"] {
        assert!(run.contains_key(key), "{key} is missing in Leptos.toml");
    }
}

//! Crates with a known hole are not older than the version that closed it.

use toml::Table;

use crate::read;

type Version = (u64, u64, u64);

/// The oldest good version of each line of versions; a line that is not named is good from the newest one on.
const GATES: &[(&str, &[Version])] = &[
    ("bytes", &[(1, 11, 1)]),
    ("h2", &[(0, 4, 16)]),
    ("hickory-proto", &[(0, 26, 1)]),
    ("hickory-resolver", &[(0, 26, 1)]),
    ("idna", &[(1, 0, 3)]),
    // 3.51.3 of SQLite, the first without the WAL-reset bug, is what this one bundles.
    ("libsqlite3-sys", &[(0, 37, 0)]),
    ("lettre", &[(0, 11, 22)]),
    ("quick-xml", &[(0, 41, 0)]),
    ("rand", &[(0, 8, 6), (0, 9, 3), (0, 10, 1)]),
    ("rustls-webpki", &[(0, 103, 13)]),
    ("sqlx", &[(0, 8, 1)]),
    ("time", &[(0, 3, 47)]),
    ("totp-rs", &[(1, 1, 0)]),
];

/// Without what comes after a dash or a plus.
fn version(text: &str) -> Version {
    let numbers = text.split(['-', '+']).next().unwrap_or_default();
    let mut parts = numbers.split('.').map(|part| part.parse().unwrap());
    (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap())
}

fn is_good(found: Version, gates: &[Version]) -> bool {
    let same_line = gates.iter().find(|gate| (gate.0, gate.1) == (found.0, found.1));
    same_line.or(gates.last()).is_none_or(|gate| found >= *gate)
}

#[test]
fn no_crate_is_older_than_its_gate() {
    let lock: Table = read("Cargo.lock").parse().unwrap();
    let locked: Vec<(&str, &str)> = lock["package"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["name"].as_str().unwrap(), it["version"].as_str().unwrap()))
        .collect();

    for (name, gates) in GATES {
        for (_, found) in locked.iter().filter(|(locked, _)| locked == name) {
            assert!(is_good(version(found), gates), "{name} {found} is older than {gates:?}");
        }
    }
    for name in ["bytes", "h2", "idna", "lettre", "libsqlite3-sys", "rand", "rustls-webpki", "sqlx"] {
        assert!(locked.iter().any(|(locked, _)| *locked == name), "{name} is not locked: is its gate still needed?");
    }
}

#[test]
fn a_gate_holds_each_line_of_versions_by_itself() {
    let gates = [(0, 8, 6), (0, 9, 3), (0, 10, 1)];

    for good in ["0.8.6", "0.9.5", "0.10.1", "1.0.0", "0.10.1-rc.1"] {
        assert!(is_good(version(good), &gates), "{good}");
    }
    for bad in ["0.7.9", "0.8.5", "0.9.2", "0.10.0"] {
        assert!(!is_good(version(bad), &gates), "{bad}");
    }
}

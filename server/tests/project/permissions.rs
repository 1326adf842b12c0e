//! Who may do what, as a file that reviewers read. `UPDATE=1 cargo test -p server --test project` writes it anew.

use std::fmt::Write;

use domain::policy::{OrgRole, Permission};

use crate::root;

fn table() -> String {
    let mut text =
        "Who may do what in the organization. Written by a test: UPDATE=1 cargo test -p server --test project\n\n"
            .to_owned();
    write!(text, "{:<24}", "permission").unwrap();
    for role in OrgRole::ALL {
        write!(text, "{:<10}", role.as_str()).unwrap();
    }
    for permission in Permission::ALL {
        write!(text, "\n{:<24}", permission.as_str()).unwrap();
        for role in OrgRole::ALL {
            write!(text, "{:<10}", if role.allows(*permission) { "yes" } else { "-" }).unwrap();
        }
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

#[test]
fn the_written_permissions_are_the_real_ones() {
    let file = root().join("docs/permissions.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, table()).unwrap();
    }

    let written = std::fs::read_to_string(&file).unwrap_or_default();

    assert_eq!(
        written,
        table(),
        "docs/permissions.txt is out of date: run this test with UPDATE=1 and review the diff"
    );
}

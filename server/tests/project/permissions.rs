//! Who may do what, as a file that reviewers read. `UPDATE=1 cargo test -p server --test project` writes it anew.

use std::fmt::Write;

use domain::policy::{OrgRole, Permission, TeamPermission, TeamRole};

use crate::root;

fn tables() -> String {
    let mut text = "Who may do what. Written by a test: UPDATE=1 cargo test -p server --test project\n".to_owned();
    let (roles, team_roles) = (OrgRole::ALL, TeamRole::ALL);
    text += "\nIn the organization:\n\n";
    text += &table(roles, OrgRole::as_str, Permission::ALL, Permission::as_str, OrgRole::allows);
    text += "\nIn a team, where admins of the organization act as admins and outsiders find nothing:\n\n";
    text += &table(team_roles, TeamRole::as_str, TeamPermission::ALL, TeamPermission::as_str, TeamRole::allows);
    text
}

fn table<R: Copy, P: Copy>(
    roles: &[R],
    role_word: fn(R) -> &'static str,
    permissions: &[P],
    word: fn(P) -> &'static str,
    allows: fn(R, P) -> bool,
) -> String {
    let mut text = format!("{:<24}", "permission");
    for &role in roles {
        write!(text, "{:<10}", role_word(role)).unwrap();
    }
    for &permission in permissions {
        write!(text, "\n{:<24}", word(permission)).unwrap();
        for &role in roles {
            write!(text, "{:<10}", if allows(role, permission) { "yes" } else { "-" }).unwrap();
        }
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

#[test]
fn the_written_permissions_are_the_real_ones() {
    let file = root().join("docs/permissions.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, tables()).unwrap();
    }

    let written = std::fs::read_to_string(&file).unwrap_or_default();

    assert_eq!(
        written,
        tables(),
        "docs/permissions.txt is out of date: run this test with UPDATE=1 and review the diff"
    );
}

//! Leptos 0.8 writes the children of a `<textarea>` unescaped on the server: one component knows how to do without.

use std::path::{Path, PathBuf};

use crate::root;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    found.filter(|path| path.extension().is_some_and(|it| it == "rs")).collect()
}

#[test]
fn only_the_text_area_has_a_textarea() {
    let app = root().join("app");

    let sources = sources(&app.join("src"));
    let with_one = |path: &&PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        text.contains("<textarea") || text.contains("html::textarea") || text.contains("textarea()")
    };
    let found: Vec<_> = sources.iter().filter(with_one).map(|path| path.strip_prefix(&app).unwrap()).collect();

    assert_eq!(found, [Path::new("src/ui/text_area.rs")]);
}

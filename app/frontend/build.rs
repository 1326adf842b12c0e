//! Gives the main file a name for what it was built from.
//!
//! Its content is hashed before the names of the other files, which it refers to, are written into it. Where only one of
//! those changes, browsers would keep the old one, which asks for a file that is gone.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, io};

const SOURCES: [&str; 3] = ["../src", "../domain/src", "../../Cargo.lock"];

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        for file in files(Path::new(source))? {
            fs::read(file)?.hash(&mut hasher);
        }
    }
    let code = format!("#[wasm_bindgen]\npub fn source_{:016x}() {{}}\n", hasher.finish());
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    fs::write(folder.join("source.rs"), code)
}

fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries = fs::read_dir(path)?.map(|entry| entry.map(|it| it.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    let nested = entries.iter().map(|entry| files(entry)).collect::<io::Result<Vec<_>>>()?;
    Ok(nested.concat())
}

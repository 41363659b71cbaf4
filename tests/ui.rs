//! Programs that must not compile, each with the message it gets. Those that must are in `programs/` and `alone/`.
//!
//! The compiler is pinned in `rust-toolchain.toml`, so that messages are stable. After a change that is meant to change
//! them: `TRYBUILD=overwrite cargo test --test ui`, and read what comes of it.

use std::fs;
use std::path::{Path, PathBuf};

/// None that must compile among them: with one, trybuild checks them one after another, and builds the library as a program
/// needs it.
#[test]
fn programs() {
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}

fn messages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/fail");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "stderr")
        })
        .collect()
}

/// What a person sees: no raw typenum, no wall of text, and no machinery of ours as the place of the mistake.
#[test]
fn messages_can_be_read() {
    let all = messages();
    assert!(all.len() >= 40, "{} messages", all.len());
    for path in all {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy();
        for raw in ["UInt<", "UTerm", "B0>", "PrivateSub", "GenericArray"] {
            assert!(!text.contains(raw), "{name} shows {raw}");
        }
        for error in text.split("\n\n").filter(|part| part.starts_with("error")) {
            let lines = error.lines().count();
            assert!(lines <= 20, "{name}: an error of {lines} lines");
            let place = error
                .lines()
                .find(|line| line.contains("-->"))
                .unwrap_or_default();
            assert!(place.contains("ui/fail/"), "{name} points at {place}");
        }
    }
}

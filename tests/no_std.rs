//! Without std and without an allocator: a static library that trains a network is built, searched for what must not
//! be in it, and run.

use std::path::{Path, PathBuf};
use std::process::Command;

use object::read::archive::ArchiveFile;
use object::{Object, ObjectSymbol};

fn succeeds(command: &mut Command) {
    let output = command.output().expect("the program is there");
    let said = [output.stdout, output.stderr].concat();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&said)
    );
}

/// Builds the crate in `tests/no_std`, and returns the library.
fn library(target: &Path) -> PathBuf {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/no_std/Cargo.toml");
    succeeds(
        Command::new(env!("CARGO"))
            .args(["build", "--release", "--manifest-path", manifest])
            .args(["--lib", "--target-dir"])
            .arg(target)
            .env_remove("RUSTFLAGS"),
    );
    target.join("release/libno_std.a")
}

/// What is wrong with a symbol, if it is of std, of `alloc` or of an allocator.
fn is_foreign(symbol: &str) -> bool {
    let of_crate = |name: &str| {
        // Legacy mangling begins with the crate; v0 names it after its hash: `Cs1a2b3c_3std`.
        symbol.starts_with(&format!("_ZN{name}")) || symbol.contains(&format!("_{name}"))
    };
    let allocates = ["__rust_alloc", "__rdl_", "__rg_", "__rust_no_alloc_shim"];
    of_crate("3std")
        || of_crate("5alloc")
        || allocates.iter().any(|name| symbol.contains(name))
        || ["malloc", "calloc", "realloc", "free"].contains(&symbol)
}

/// The symbols of an object file; an archive's index is none.
fn symbols(file: &[u8]) -> Vec<String> {
    let Ok(file) = object::File::parse(file) else {
        return Vec::new();
    };
    let names = file.symbols().filter_map(|symbol| symbol.name().ok());
    names.map(ToString::to_string).collect()
}

#[test]
fn a_program_with_std_is_known_by_its_symbols() {
    let this = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    let foreign = symbols(&this).into_iter().filter(|name| is_foreign(name));
    assert!(foreign.count() > 100);
}

#[test]
fn a_step_without_std_and_without_an_allocator() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_std");
    let library = library(&target);

    let bytes = std::fs::read(&library).unwrap();
    let archive = ArchiveFile::parse(&*bytes).unwrap();
    let members = archive.members().map(|member| member.unwrap());
    let names: Vec<String> = members
        .flat_map(|member| symbols(member.data(&*bytes).unwrap()))
        .collect();
    assert!(names.len() > 100 && names.iter().any(|name| name == "step"));
    let foreign: Vec<&String> = names.iter().filter(|name| is_foreign(name)).collect();
    assert!(foreign.is_empty(), "the library names {foreign:?}");

    let program = target.join("main");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/no_std/main.c");
    succeeds(
        Command::new("cc")
            .arg(source)
            .arg(&library)
            .args(["-lm", "-o"])
            .arg(&program),
    );
    succeeds(&mut Command::new(program));
}

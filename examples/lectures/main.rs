//! The lectures, worked: `cargo run --release --example lectures`, or `… --example lectures -- xor` for one of them.
//!
//! Each computes what a lecture says, and shows it; `tests/suite/lectures.rs` asserts the numbers.

use std::env;
use std::process::ExitCode;

#[path = "../shared/counted.rs"]
mod counted;
#[path = "course.rs"]
mod course;

use course::LECTURES;

/// 8 × 8 pictures of digits, and which digit each is.
const DIGITS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/digits.csv");

fn main() -> ExitCode {
    let asked: Vec<String> = env::args().skip(1).collect();
    if let Some(unknown) = asked.iter().find(|name| find(name).is_none()) {
        eprintln!("There is no lecture {unknown:?}. There are:\n");
        for lecture in LECTURES {
            eprintln!("  {:<18} {}", lecture.name, lecture.title);
        }
        return ExitCode::FAILURE;
    }
    let mut chosen: Vec<_> = asked.iter().filter_map(|name| find(name)).collect();
    if chosen.is_empty() {
        chosen = LECTURES.iter().collect();
    }
    for lecture in chosen {
        println!(
            "\n{}\n{}\n",
            lecture.title,
            "─".repeat(lecture.title.chars().count())
        );
        match (lecture.give)() {
            Ok(text) => println!("{text}"),
            Err(error) => {
                eprintln!("{}: {error}", lecture.name);
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

fn find(name: &str) -> Option<&'static course::Lecture> {
    LECTURES.iter().find(|lecture| lecture.name == name)
}

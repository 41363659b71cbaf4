//! What the examples on handwritten digits share.

use std::error::Error;
use std::fmt::Write as _;
use std::process::ExitCode;

use typograd::Vector;
use typograd::prelude::*;

/// Images in grey, side by side, each under its caption. A pixel is two characters wide.
pub(crate) fn draw<P: Dim>(images: &[(String, &Vector<P>)], width: usize) -> String {
    // From paper to ink, for 0 to 1.
    let shade = |pixel: f32| match pixel {
        p if p < 0.125 => ' ',
        p if p < 0.375 => '░',
        p if p < 0.625 => '▒',
        p if p < 0.875 => '▓',
        _ => '█',
    };
    let mut text = String::new();
    let columns = images.iter().map(|(caption, _)| caption.chars().count());
    let column = columns.chain([2 * width]).max().unwrap_or(0) + 2;
    for (caption, _) in images {
        write!(text, "{caption:column$}").expect("a string takes it");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    for row in 0..P::LEN / width {
        let mut line = String::new();
        for (_, image) in images {
            for pixel in &image.as_slice()[row * width..(row + 1) * width] {
                line.extend([shade(*pixel); 2]);
            }
            line.extend(std::iter::repeat_n(' ', column - 2 * width));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// An error in words, and the exit code for it.
pub(crate) fn report(result: Result<(), Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

//! Compares what a board printed with what this machine did: `compare PROGRAM HOST.log BOARD.log`, where the program is
//! `firmware` or `convolution`.

use std::collections::BTreeMap;
use std::error::Error;
use std::{env, fs};

use firmware::digits::{COUNT, Classifier, Hand, Sample};
use typograd::prelude::*;

/// What a board printed.
struct Log {
    /// The bits of the logits of some images.
    logits: BTreeMap<String, Vec<f32>>,
    /// The digit that was read, for each image.
    answers: BTreeMap<String, String>,
    /// The weights that were learnt, as a file.
    weights: Vec<u8>,
    lines: Vec<String>,
}

impl Log {
    fn read(path: &str) -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(path)?;
        let (mut logits, mut answers, mut weights) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        for line in text.lines() {
            if let Some(hexadecimal) = line.strip_prefix("weights ") {
                for at in (0..hexadecimal.len()).step_by(2) {
                    weights.push(u8::from_str_radix(&hexadecimal[at..at + 2], 16)?);
                }
            } else if let Some((name, rest)) = line.split_once(": ") {
                if name.starts_with("logits ") {
                    let bits = rest.trim_matches(['[', ']']).split(", ");
                    let numbers =
                        bits.map(|bits| u32::from_str_radix(bits, 16).map(f32::from_bits));
                    logits.insert(name.into(), numbers.collect::<Result<_, _>>()?);
                } else if name.starts_with("answer ") {
                    answers.insert(name.into(), rest.into());
                }
            }
        }
        let lines = text.lines().map(Into::into).collect();
        Ok(Self {
            logits,
            answers,
            weights,
            lines,
        })
    }

    /// The numbers in the line that begins so.
    fn numbers(&self, start: &str) -> Result<Vec<usize>, String> {
        let line = self.lines.iter().find(|line| line.starts_with(start));
        let line = line.ok_or_else(|| format!("there is no line `{start}…`"))?;
        let words = line.split([' ', ',']);
        Ok(words.filter_map(|word| word.parse().ok()).collect())
    }
}

fn check(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.into()) }
}

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = env::args().skip(1).collect();
    let [program, host, board] = &paths[..] else {
        return Err("usage: compare PROGRAM HOST.log BOARD.log".into());
    };
    let (host, board) = (Log::read(host)?, Log::read(board)?);
    let worst = same(&host, &board)?;
    match program.as_str() {
        "firmware" => firmware(&board)?,
        "convolution" => convolution(&board)?,
        _ => return Err("there is no such program".into()),
    }
    println!("the same answers as here, logits to {worst:.1e}");
    Ok(())
}

/// Whether the board found what this machine did; the largest difference.
fn same(host: &Log, board: &Log) -> Result<f32, Box<dyn Error>> {
    check(
        host.answers == board.answers,
        "another digit was read than here",
    )?;
    check(
        !host.logits.is_empty() && host.logits.keys().eq(board.logits.keys()),
        "the logits of the same images",
    )?;
    let mut worst = 0.0_f32;
    for (image, expected) in &host.logits {
        let found = &board.logits[image];
        check(found.len() == expected.len(), "as many logits as classes")?;
        for (found, expected) in found.iter().zip(expected) {
            let error = (found - expected).abs() / expected.abs().max(1.0);
            worst = worst.max(error);
            check(
                error <= 1e-5,
                &format!("{image}: {found} where this machine has {expected}"),
            )?;
        }
    }
    Ok(worst)
}

/// What the program of dense layers is to show.
fn firmware(board: &Log) -> Result<(), Box<dyn Error>> {
    check(
        board.answers.len() == 2 * COUNT && board.logits.len() == COUNT.div_ceil(8),
        "as many answers as images, twice, and logits for every eighth",
    )?;
    let exact = board.numbers("inference:")?[0];
    check(exact * 100 >= 97 * COUNT, "97% of the digits are read")?;
    let small = board.numbers("inference in 8 bits:")?;
    check(small.contains(&8), "8 bits")?;
    check(
        (small[1] + COUNT / 100) >= exact,
        "8 bits lose at most a point",
    )?;
    let agree = |line: &String| line == "products in 8 bits: agree";
    check(
        board.lines.iter().any(agree),
        "products in 8 bits are exact",
    )?;
    let other = board.numbers("another hand:")?;
    let (before, of, after) = (other[0], other[1], other[2]);
    check(
        10 * after > 10 * before + 2 * of,
        "a fifth more of another hand is read after the lessons",
    )?;
    check(
        board.lines.iter().any(|line| line == "xor: learnt"),
        "xor is learnt",
    )?;

    // What came out is the network that learnt.
    let network: Classifier = weights::from_bytes(&board.weights)?;
    let lessons = COUNT - of;
    let right = (lessons..COUNT).filter(|number| {
        let sample = Sample::new(*number, Hand::Another);
        let mut image = Vector::zeros();
        sample.draw(image.as_mut_slice());
        network.forward(&image).argmax() == sample.label().index()
    });
    let right = right.count();
    check(
        right.abs_diff(after) <= 1,
        &format!("the weights that came out read {right}, not {after}"),
    )?;
    println!("another hand: {before}, then {after} of {of}; the weights came out");
    Ok(())
}

/// What the convolutional one is to show.
fn convolution(board: &Log) -> Result<(), Box<dyn Error>> {
    let inference = board.numbers("inference:")?;
    let (right, images) = (inference[0], inference[1]);
    check(board.answers.len() == images, "as many answers as images")?;
    check(100 * right >= 95 * images, "95% of the digits are read")?;
    let other = board.numbers("another hand:")?;
    let (before, of, after) = (other[0], other[1], other[2]);
    check(
        10 * after > 10 * before + of,
        "a tenth more of another hand is read after the lessons",
    )?;
    println!("another hand: {before}, then {after} of {of}");
    Ok(())
}

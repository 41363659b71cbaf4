//! What a network looks like: a table.

use core::fmt::{self, Write};
use core::marker::PhantomData;

use super::{Layer, Path};
use crate::shape::ShapeName;
use crate::width::width;

/// One layer in a [`Summary`].
///
/// ```
/// use typograd::{network::Path, prelude::*};
///
/// Dense::<D<3>, D<4>, Relu>::rows(&Path::ROOT.field("hidden"), &mut |row| {
///     assert_eq!(row.kind.to_string(), "Dense<D<3>, D<4>, Relu>");
///     assert_eq!(format!("{} → {}", row.input, row.output), "3 → 4");
///     assert_eq!((row.parameters, row.bytes), (16, 64)); // 4 · 3 + 4 numbers of 4 bytes
/// });
/// ```
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// Where it is in the network.
    pub path: &'a Path<'a>,
    /// Its type, without paths.
    pub kind: Kind,
    /// Its input's shape.
    pub input: &'a dyn fmt::Display,
    /// Its output's shape.
    pub output: &'a dyn fmt::Display,
    /// How many trainable numbers it has.
    pub parameters: usize,
    /// How many bytes it takes, padding included.
    pub bytes: usize,
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} {} → {}",
            self.path, self.kind, self.input, self.output
        )
    }
}

impl<'a> Row<'a> {
    /// The row of a layer without parts.
    ///
    /// ```
    /// use typograd::network::{Path, Row};
    /// use typograd::prelude::{D, Dense};
    ///
    /// let path = Path::ROOT.field("hidden");
    /// assert_eq!(Row::of::<Dense<D<3>, D<2>>>(&path).path.to_string(), "hidden");
    /// ```
    pub fn of<L: Layer>(path: &'a Path<'a>) -> Self {
        Self {
            path,
            kind: Kind::of::<L>(),
            input: const { &ShapeName::<L::In>::new() },
            output: const { &ShapeName::<L::Out>::new() },
            parameters: L::PARAMS,
            bytes: size_of::<L>(),
        }
    }
}

/// A type's name as its user wrote it: without paths, and without the default element type.
///
/// See [`Row`] for an example.
#[derive(Clone, Copy, Debug)]
pub struct Kind(&'static str);

impl Kind {
    pub(crate) fn of<T>() -> Self {
        Self(core::any::type_name::<T>())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while !rest.is_empty() {
            let end = rest
                .find(['<', '>', ',', '(', ')', ' ', '&'])
                .unwrap_or(rest.len());
            let (word, tail) = rest.split_at(end);
            f.write_str(word.rsplit("::").next().unwrap_or(word))?;
            rest = tail;
            if let Some(tail) = rest.strip_prefix(", f32>") {
                f.write_char('>')?;
                rest = tail;
            }
            let mut characters = rest.chars();
            if let Some(mark) = characters.next().filter(|c| !c.is_alphanumeric()) {
                f.write_char(mark)?;
                rest = characters.as_str();
            }
        }
        Ok(())
    }
}

/// The table of a network's layers; made by [`Layer::summary`].
///
/// ```
/// use typograd::prelude::*;
///
/// dims! { Pixels = 64; Hidden = 32; Digit = 10; }
///
/// #[derive(Network)]
/// struct Classifier {
///     hidden: Dense<Pixels, Hidden, Relu>,
///     logits: Dense<Hidden, Digit>,
/// }
///
/// println!("{}", Classifier::seeded(1).summary());
/// ```
#[derive(Clone, Copy)]
pub struct Summary<N>(PhantomData<N>);

impl<N> Summary<N> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<N> fmt::Debug for Summary<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Summary")
    }
}

/// A number in groups of three digits: `784,512`.
pub(crate) struct Grouped(pub(crate) usize);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1000 {
            write!(f, "{}", self.0)
        } else {
            write!(f, "{},{:03}", Grouped(self.0 / 1000), self.0 % 1000)
        }
    }
}

/// The cells of a line: three words to the left, two numbers to the right.
type Cells<'a> = [&'a dyn fmt::Display; 5];

const HEADS: Cells<'static> = [&"layer", &"type", &"in → out", &"parameters", &"bytes"];

impl Row<'_> {
    fn with_cells(&self, to: &mut dyn FnMut(Cells<'_>)) {
        let Row {
            path,
            kind,
            input,
            output,
            ..
        } = self;
        let (parameters, bytes) = (Grouped(self.parameters), Grouped(self.bytes));
        to([
            path,
            kind,
            &format_args!("{input} → {output}"),
            &parameters,
            &bytes,
        ]);
    }
}

fn line(f: &mut fmt::Formatter<'_>, widths: [usize; 5], cells: Cells<'_>) -> fmt::Result {
    for (column, (cell, wanted)) in cells.into_iter().zip(widths).enumerate() {
        let pad = wanted - width(cell);
        match column {
            0 => write!(f, "{cell}{:pad$}", "")?,
            1 | 2 => write!(f, "  {cell}{:pad$}", "")?,
            _ => write!(f, "  {:pad$}{cell}", "")?,
        }
    }
    f.write_char('\n')
}

impl<N: Layer> fmt::Display for Summary<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every line, to be measured and then to be written.
        let lines = |to: &mut dyn FnMut(Cells<'_>)| {
            to(HEADS);
            N::rows(&Path::ROOT, &mut |row| row.with_cells(to));
            let path = Path::ROOT.field("total");
            Row::of::<N>(&path).with_cells(to);
        };
        let (mut widths, mut count) = ([0; 5], 0);
        lines(&mut |cells| {
            count += 1;
            for (widest, cell) in widths.iter_mut().zip(cells) {
                *widest = (*widest).max(width(cell));
            }
        });
        let length = widths.iter().sum::<usize>() + 8;
        let (mut written, mut result) = (0, Ok(()));
        lines(&mut |cells| {
            if result.is_ok() && (written == 1 || written == count - 1) {
                result = (0..length)
                    .try_for_each(|_| f.write_char('─'))
                    .and_then(|()| f.write_char('\n'));
            }
            if result.is_ok() {
                result = line(f, widths, cells);
            }
            written += 1;
        });
        result
    }
}

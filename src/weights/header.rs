//! The header of a safetensors file: its length in eight bytes, and JSON that says where each tensor lies.

use super::error::{Name, WeightsError};

/// Propagates an error: `?` is not for `const fn` yet.
macro_rules! get {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(error) => return Err(error),
        }
    };
}
pub(super) use get;

type Result<X> = core::result::Result<X, WeightsError>;

/// The bytes of a file, taken apart as far as the header's length says.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    /// The JSON, in UTF-8.
    header: &'a [u8],
    /// The tensors.
    pub(super) data: &'a [u8],
}

/// The bytes before the JSON.
pub(super) const PREFIX: usize = 8;

/// A tensor as the header describes it.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) name: &'a [u8],
    pub(super) dtype: &'a [u8],
    /// The shape as it is written, and in numbers: those beyond the fourth are not kept.
    pub(super) shape: &'a [u8],
    pub(super) dims: [usize; 4],
    pub(super) rank: usize,
    pub(super) begin: usize,
    pub(super) end: usize,
}

impl<'a> File<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Result<Self> {
        let Some((prefix, rest)) = bytes.split_first_chunk::<PREFIX>() else {
            return Err(WeightsError::Short {
                needed: PREFIX as u64,
                found: bytes.len(),
            });
        };
        let length = u64::from_le_bytes(*prefix);
        if length > rest.len() as u64 {
            return Err(WeightsError::Short {
                needed: length.saturating_add(PREFIX as u64),
                found: bytes.len(),
            });
        }
        #[allow(clippy::cast_possible_truncation)] // no more than the length of a slice
        let (header, data) = rest.split_at(length as usize);
        match core::str::from_utf8(header) {
            Ok(_) => Ok(Self { header, data }),
            Err(error) => Err(WeightsError::Header {
                byte: PREFIX + error.valid_up_to(),
                expected: "text in UTF-8",
            }),
        }
    }

    pub(super) const fn entries(&self) -> Entries<'a> {
        Entries {
            json: self.header,
            at: 0,
            state: State::Before,
        }
    }
}

/// Goes through the entries of a header, and through its syntax.
#[derive(Clone, Copy)]
pub(super) struct Entries<'a> {
    json: &'a [u8],
    at: usize,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the header's first byte.
    Before,
    /// After an entry, or after the metadata.
    Amid,
    /// After the header.
    After,
}

impl<'a> Entries<'a> {
    /// The next tensor; the metadata is passed over. After the last, what remains of the header is looked at.
    pub(super) const fn next(&mut self) -> Result<Option<Entry<'a>>> {
        loop {
            match self.state {
                State::Before => {
                    // The format allows no space before.
                    if self.json.is_empty() || self.json[0] != b'{' {
                        return Err(self.expected("`{`"));
                    }
                    self.at = 1;
                    self.state = State::Amid;
                    if self.take(b'}') {
                        return self.finish();
                    }
                }
                State::Amid => {
                    if self.take(b'}') {
                        return self.finish();
                    }
                    get!(self.must(b',', "`,` or `}`"));
                }
                State::After => return Ok(None),
            }
            let name = get!(self.string());
            get!(self.must(b':', "`:`"));
            if equal(name, b"__metadata__") {
                get!(self.metadata());
            } else {
                return match self.entry(name) {
                    Ok(entry) => Ok(Some(entry)),
                    Err(error) => Err(error),
                };
            }
        }
    }

    const fn finish(&mut self) -> Result<Option<Entry<'a>>> {
        self.state = State::After;
        self.spaces();
        if self.at < self.json.len() {
            return Err(self.expected("nothing but spaces"));
        }
        Ok(None)
    }

    /// `{"dtype":"F32","shape":[32,64],"data_offsets":[0,8192]}`, the fields in any order.
    const fn entry(&mut self, name: &'a [u8]) -> Result<Entry<'a>> {
        let mut entry = Entry {
            name,
            dtype: &[],
            shape: &[],
            dims: [1; 4],
            rank: 0,
            begin: 0,
            end: 0,
        };
        let (mut dtype, mut shape, mut offsets) = (false, false, false);
        get!(self.must(b'{', "`{`"));
        loop {
            let at = self.at;
            let key = get!(self.string());
            get!(self.must(b':', "`:`"));
            if equal(key, b"dtype") && !dtype {
                dtype = true;
                entry.dtype = get!(self.string());
            } else if equal(key, b"shape") && !shape {
                shape = true;
                self.spaces();
                let from = self.at;
                (entry.dims, entry.rank) = get!(self.numbers());
                entry.shape = self.json.split_at(self.at).0.split_at(from).1;
            } else if equal(key, b"data_offsets") && !offsets {
                offsets = true;
                let ([begin, end, ..], count) = get!(self.numbers());
                if count != 2 {
                    return Err(self.expected("two offsets"));
                }
                (entry.begin, entry.end) = (begin, end);
            } else {
                self.at = at;
                return Err(self.expected("`dtype`, `shape` or `data_offsets`, each once"));
            }
            if self.take(b'}') {
                break;
            }
            get!(self.must(b',', "`,` or `}`"));
        }
        if !(dtype && shape && offsets) {
            return Err(self.expected("`dtype`, `shape` and `data_offsets` before"));
        }
        Ok(entry)
    }

    /// A map of strings to strings.
    const fn metadata(&mut self) -> Result<()> {
        get!(self.must(b'{', "`{`"));
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            get!(self.string());
            get!(self.must(b':', "`:`"));
            get!(self.string());
            if self.take(b'}') {
                return Ok(());
            }
            get!(self.must(b',', "`,` or `}`"));
        }
    }

    /// The bytes of a string as they stand, escapes among them: no name of ours has one.
    const fn string(&mut self) -> Result<&'a [u8]> {
        get!(self.must(b'"', "a string"));
        let from = self.at;
        while self.at < self.json.len() {
            match self.json[self.at] {
                b'"' => {
                    let text = self.json.split_at(self.at).0.split_at(from).1;
                    self.at += 1;
                    return Ok(text);
                }
                b'\\' => get!(self.escape()),
                0..0x20 => return Err(self.expected("a character that is no control character")),
                _ => self.at += 1,
            }
        }
        Err(self.expected("the end of a string"))
    }

    const fn escape(&mut self) -> Result<()> {
        let digits = match self.json.split_at(self.at + 1).1 {
            [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 0,
            [b'u', ..] => 4,
            _ => return Err(self.expected("an escape of JSON")),
        };
        let mut i = 0;
        while i < digits {
            let at = self.at + 2 + i;
            if at >= self.json.len() || !self.json[at].is_ascii_hexdigit() {
                return Err(self.expected("an escape of JSON"));
            }
            i += 1;
        }
        self.at += 2 + digits;
        Ok(())
    }

    /// `[32,64]`: the first four, filled up with ones, and how many there are.
    const fn numbers(&mut self) -> Result<([usize; 4], usize)> {
        let (mut numbers, mut count) = ([1; 4], 0);
        get!(self.must(b'[', "`[`"));
        if self.take(b']') {
            return Ok((numbers, 0));
        }
        loop {
            let number = get!(self.number());
            if count < numbers.len() {
                numbers[count] = number;
            }
            count += 1;
            if self.take(b']') {
                return Ok((numbers, count));
            }
            get!(self.must(b',', "`,` or `]`"));
        }
    }

    const fn number(&mut self) -> Result<usize> {
        self.spaces();
        let from = self.at;
        let mut number: usize = 0;
        while self.at < self.json.len() && self.json[self.at].is_ascii_digit() {
            let digit = (self.json[self.at] - b'0') as usize;
            number = match number.checked_mul(10) {
                Some(number) if number <= usize::MAX - digit => number + digit,
                _ => {
                    self.at = from;
                    return Err(self.expected("a smaller number"));
                }
            };
            self.at += 1;
        }
        let digits = self.at - from;
        if digits == 0 || digits > 1 && self.json[from] == b'0' {
            self.at = from;
            return Err(self.expected("a whole number"));
        }
        Ok(number)
    }

    /// Whether a byte comes next, after spaces; passes over it then.
    const fn take(&mut self, byte: u8) -> bool {
        self.spaces();
        let is_there = self.at < self.json.len() && self.json[self.at] == byte;
        if is_there {
            self.at += 1;
        }
        is_there
    }

    const fn must(&mut self, byte: u8, expected: &'static str) -> Result<()> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(self.expected(expected))
        }
    }

    const fn spaces(&mut self) {
        while self.at < self.json.len()
            && matches!(self.json[self.at], b' ' | b'\t' | b'\n' | b'\r')
        {
            self.at += 1;
        }
    }

    const fn expected(&self, expected: &'static str) -> WeightsError {
        WeightsError::Header {
            byte: PREFIX + self.at,
            expected,
        }
    }
}

/// Whether two byte strings are equal, in a `const`.
pub(super) const fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// A piece of a file for an error.
pub(super) const fn shown(piece: &[u8]) -> Name {
    Name::new().push_bytes(piece)
}

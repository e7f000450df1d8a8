//! Whether bytes are JSON ([RFC 8259]), and how long a value in valid JSON is. Any depth is one loop and a byte of heap a level.
//!
//! [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259

/// Why bytes are no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// They end too early, and were JSON so far.
    Cut,
    /// No JSON has the next byte there.
    Wrong,
}

/// Where the value ends that the bytes begin with.
pub fn check(bytes: &[u8]) -> Result<usize, Fault> {
    let mut check = Check::new(bytes);
    check.value().map(|()| check.at)
}

/// JSON that was cut off, with what was whole of it and its brackets closed. None where the bytes are whole, or no JSON.
#[must_use]
pub fn completed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut check = Check::new(bytes);
    if check.value() != Err(Fault::Cut) {
        return None;
    }
    let mut completed = bytes.get(..check.whole)?.to_owned();
    completed.extend(check.open.iter().rev());
    Some(completed)
}

/// Whether nothing but white space is there.
pub fn is_space(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

/// The length of the value that valid JSON goes on with; 0 at a bracket's end.
pub fn length(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at += string(bytes.get(at + 1..).unwrap_or_default());
                if depth == 0 {
                    return at + 1;
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b'}' | b']' => return at + depth,
            b',' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    at
}

/// The length of a string behind its first quote, its last one with it.
fn string(bytes: &[u8]) -> usize {
    let mut escaped = false;
    let end = bytes.iter().position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    end.map_or(bytes.len(), |at| at + 1)
}

struct Check<'a> {
    bytes: &'a [u8],
    at: usize,
    /// What will close what is open.
    open: Vec<u8>,
    /// Up to here nothing is missing but brackets.
    whole: usize,
}

impl<'a> Check<'a> {
    const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, open: Vec::new(), whole: 0 }
    }

    fn value(&mut self) -> Result<(), Fault> {
        loop {
            match self.next()? {
                b'{' => self.opens(b'}'),
                b'[' => self.opens(b']'),
                b'"' => self.string()?,
                b't' => self.word(b"rue")?,
                b'f' => self.word(b"alse")?,
                b'n' => self.word(b"ull")?,
                b'-' => {
                    let digit = self.byte()?;
                    self.number(digit)?;
                }
                digit => self.number(digit)?,
            }
            // An empty container ends where it opened; any value may be the last one.
            let mut first = matches!(self.last(), b'{' | b'[');
            loop {
                if !first {
                    self.whole = self.at;
                }
                let Some(&close) = self.open.last() else { return Ok(()) };
                match self.next()? {
                    byte if byte == close => {
                        self.open.pop();
                        first = false;
                        continue;
                    }
                    b',' if !first => {}
                    _ if first => self.at -= 1,
                    _ => return Err(Fault::Wrong),
                }
                if close == b'}' {
                    self.name()?;
                }
                break;
            }
        }
    }

    fn opens(&mut self, close: u8) {
        self.open.push(close);
        self.whole = self.at;
    }

    /// The byte before.
    fn last(&self) -> u8 {
        self.bytes.get(self.at.wrapping_sub(1)).copied().unwrap_or_default()
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        let byte = self.bytes.get(self.at).ok_or(Fault::Cut)?;
        self.at += 1;
        Ok(*byte)
    }

    /// The next byte that is no white space.
    fn next(&mut self) -> Result<u8, Fault> {
        loop {
            match self.byte()? {
                b' ' | b'\t' | b'\n' | b'\r' => {}
                byte => return Ok(byte),
            }
        }
    }

    fn expect(found: bool) -> Result<(), Fault> {
        if found { Ok(()) } else { Err(Fault::Wrong) }
    }

    fn name(&mut self) -> Result<(), Fault> {
        Self::expect(self.next()? == b'"')?;
        self.string()?;
        Self::expect(self.next()? == b':')
    }

    fn word(&mut self, rest: &[u8]) -> Result<(), Fault> {
        rest.iter().try_for_each(|letter| Self::expect(self.byte()? == *letter))
    }

    fn string(&mut self) -> Result<(), Fault> {
        loop {
            match self.byte()? {
                b'"' => return Ok(()),
                b'\\' => match self.byte()? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                    b'u' => (0..4).try_for_each(|_| Self::expect(self.byte()?.is_ascii_hexdigit()))?,
                    _ => return Err(Fault::Wrong),
                },
                0..b' ' => return Err(Fault::Wrong),
                _ => {}
            }
        }
    }

    /// Behind its first digit.
    fn number(&mut self, digit: u8) -> Result<(), Fault> {
        Self::expect(digit.is_ascii_digit())?;
        if digit != b'0' {
            self.digits();
        }
        if self.take(b".") {
            self.some_digits()?;
        }
        if self.take(b"eE") {
            self.take(b"+-");
            self.some_digits()?;
        }
        // At the bytes' end inside brackets it may be half a number.
        if self.at == self.bytes.len() && !self.open.is_empty() { Err(Fault::Cut) } else { Ok(()) }
    }

    fn some_digits(&mut self) -> Result<(), Fault> {
        Self::expect(self.byte()?.is_ascii_digit())?;
        self.digits();
        Ok(())
    }

    fn digits(&mut self) {
        while self.take(b"0123456789") {}
    }

    fn take(&mut self, any: &[u8]) -> bool {
        let is_there = self.bytes.get(self.at).is_some_and(|byte| any.contains(byte));
        self.at += usize::from(is_there);
        is_there
    }
}

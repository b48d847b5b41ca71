//! The members of a gzip stream, one behind the other, and those behind a damaged one.
//!
//! A crawl is millions of members, a record each; a byte that went bad must cost the record it is in. Takes the packed bytes,
//! gives what they unpack to; behind a member that breaks it looks for the head of the next one. What was passed over is told
//! by an error at the end: it must never end well then.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

use super::guard::Broken;

/// Bytes of a member's head that are looked at, RFC 1952: the magic, the method, flags, time, two more.
const HEAD: usize = 10;

/// Packed bytes, some of them looked at already.
struct Packed<R> {
    /// What is to be read before the rest.
    front: io::Cursor<Vec<u8>>,
    rest: R,
    /// Bytes read so far.
    at: u64,
}

impl<R: BufRead> Packed<R> {
    fn begins(&self) -> bool {
        (self.front.position() as usize) < self.front.get_ref().len()
    }

    /// Passes over bytes up to the head of a member; whether there is one.
    fn find_head(&mut self) -> io::Result<bool> {
        let mut head: Vec<u8> = Vec::with_capacity(HEAD);
        loop {
            let buffer = self.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            let mut used = 0;
            while used < buffer.len() && head.len() < HEAD {
                // Between heads most bytes are passed over at once.
                if head.is_empty() {
                    match memchr::memchr(0x1F, &buffer[used..]) {
                        Some(next) => used += next,
                        None => {
                            used = buffer.len();
                            break;
                        }
                    }
                }
                head.push(buffer[used]);
                used += 1;
                while !may_be_head(&head) {
                    head.remove(0);
                }
            }
            self.consume(used);
            if head.len() == HEAD {
                self.at -= HEAD as u64;
                let left = self.front.get_ref().get(self.front.position() as usize..).unwrap_or_default();
                self.front = io::Cursor::new([&head, left].concat());
                return Ok(true);
            }
        }
    }

    /// Whether nothing but zeros follows, which tapes and some programs leave behind a file.
    fn is_padding(&mut self) -> io::Result<bool> {
        loop {
            let buffer = self.fill_buf()?;
            let zeros = buffer.iter().take_while(|b| **b == 0).count();
            let (empty, all) = (buffer.is_empty(), zeros == buffer.len());
            self.consume(zeros);
            if empty || !all {
                return Ok(empty);
            }
        }
    }
}

/// Whether bytes begin as the head of a member does.
fn may_be_head(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().all(|(n, b)| match n {
        0 => *b == 0x1F,
        1 => *b == 0x8B,
        2 => *b == 8,
        // Three of the flags are reserved.
        3 => *b < 0x20,
        8 => matches!(b, 0 | 2 | 4),
        9 => *b <= 13 || *b == 255,
        _ => true,
    })
}

impl<R: BufRead> Read for Packed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let some = self.fill_buf()?;
        let count = some.len().min(buffer.len());
        buffer[..count].copy_from_slice(&some[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Packed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.begins() { self.front.fill_buf() } else { self.rest.fill_buf() }
    }

    fn consume(&mut self, count: usize) {
        self.at += count as u64;
        if self.begins() { self.front.consume(count) } else { self.rest.consume(count) }
    }
}

/// Unpacks members.
pub(super) struct Members<R: BufRead> {
    packed: Option<Packed<R>>,
    member: Option<GzDecoder<Packed<R>>>,
    /// Where members broke: the first place, and how many.
    broken: Option<(u64, u64)>,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(input: R) -> Members<R> {
        let packed = Packed { front: io::Cursor::new(Vec::new()), rest: input, at: 0 };
        Members { packed: Some(packed), member: None, broken: None }
    }

    /// Goes on behind a place where a member broke, or ends with what broke it.
    fn go_on(&mut self, mut packed: Packed<R>, error: io::Error) -> io::Result<()> {
        let at = packed.at;
        if !packed.find_head()? {
            // As it was: nothing could be read behind it.
            return match self.broken.take() {
                Some((first, others)) => Err(told(first, others + 1)),
                None => Err(error),
            };
        }
        self.broken = self.broken.map(|(first, others)| (first, others + 1)).or(Some((at, 0)));
        self.packed = Some(packed);
        Ok(())
    }
}

fn told(first: u64, others: u64) -> io::Error {
    let more = match others {
        0 => String::new(),
        1 => " and at one place more".to_string(),
        others => format!(" and at {others} places more"),
    };
    Broken::error(format!("gzip data is damaged before byte {first}{more}; what could be read behind that was read"))
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if let Some(member) = &mut self.member {
                let error = match member.read(buffer) {
                    Ok(0) => {
                        self.packed = self.member.take().map(GzDecoder::into_inner);
                        continue;
                    }
                    Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => {
                        error
                    }
                    other => return other,
                };
                if let Some(member) = self.member.take() {
                    self.go_on(member.into_inner(), error)?;
                }
                continue;
            }
            let Some(mut packed) = self.packed.take() else { return Ok(0) };
            let head = packed.fill_buf()?;
            if head.is_empty() || (head.first() == Some(&0) && packed.is_padding()?) {
                return self.broken.take().map_or(Ok(0), |(first, others)| Err(told(first, others)));
            }
            self.member = Some(GzDecoder::new(packed));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        writer.write_all(text.as_bytes()).unwrap();
        writer.finish().unwrap()
    }

    /// What is read, and how it ends.
    fn read(bytes: &[u8], step: usize) -> (String, String) {
        let mut text = Vec::new();
        let input = io::BufReader::with_capacity(step, bytes);
        let end = Members::new(input).read_to_end(&mut text).map_or_else(|error| error.to_string(), |_| String::new());
        (String::from_utf8_lossy(&text).into_owned(), end)
    }

    #[test]
    fn what_is_behind_a_damaged_member_is_read() {
        let texts = ["One. ", "Two, and two more of that. ", "Three. "];
        let whole: Vec<Vec<u8>> = texts.iter().map(|text| packed(text)).collect();
        let at = whole[0].len();
        let all = whole.concat();
        let broken = |place: usize| {
            let mut bytes = all.clone();
            bytes[place] ^= 0xFF;
            bytes
        };
        let others = "; what could be read behind that was read";
        for step in [1, 3, 7, 64, 4096] {
            assert_eq!(read(&all, step), (texts.concat(), String::new()), "{step}");
            assert_eq!(read(&[&all[..], &[0; 700]].concat(), step), (texts.concat(), String::new()), "{step}");
            // Its head, its data, the sum at its end.
            for place in [at, at + 2, at + 3, at + 11, at + whole[1].len() - 6] {
                let (text, end) = read(&broken(place), step);
                assert!(text.starts_with("One. ") && text.ends_with("Three. "), "{place} in steps of {step}: {text}");
                assert!(end.starts_with("gzip data is damaged before byte ") && end.ends_with(others), "{end}");
            }
            // Nothing behind it: as if there had been one member.
            let (text, end) = read(&broken(all.len() - 5), step);
            assert_eq!((text, end.as_str()), (texts.concat(), "corrupt gzip stream does not have a matching checksum"));
            let (text, end) = read(&all[..all.len() - 9], step);
            assert!(text.starts_with("One. Two") && !end.is_empty(), "{text} {end}");
            let noise = [&whole[0][..], b"not packed", &whole[2][..], &[0x1F, 0x8B, 8]].concat();
            let (text, end) = read(&noise, step);
            assert!(text == "One. Three. " && !end.is_empty(), "{text} {end}");
        }
    }
}

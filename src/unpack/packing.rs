//! How a stream is packed, told by its first bytes; the name decides nothing.

use std::io::{self, BufRead, Read};

use super::members::Members;

/// A compression, or a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// RFC 1952, several members one behind the other too.
    Gzip,
    /// RFC 8878.
    Zstd,
    /// bzip2, several streams one behind the other too.
    Bzip2,
    /// The xz container of LZMA2.
    Xz,
    /// PKWARE's zip.
    Zip,
    /// POSIX tar, GNU's and the one before them.
    Tar,
}

impl Packing {
    /// By the first bytes (1,024 are enough).
    pub fn of(head: &[u8]) -> Option<Packing> {
        Some(match head {
            [0x1F, 0x8B, ..] => Packing::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Packing::Zstd,
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..] => Packing::Bzip2,
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Packing::Xz,
            // A first member, an empty archive, or one of several parts.
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Packing::Zip,
            _ if is_tar(head) => Packing::Tar,
            _ => return None,
        })
    }

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Bzip2 => "bzip2",
            Packing::Xz => "xz",
            Packing::Zip => "zip",
            Packing::Tar => "tar",
        }
    }

    /// A file's name without the ending that says how it is packed.
    pub fn bare(self, name: &str) -> String {
        let endings: &[(&str, &str)] = match self {
            Packing::Gzip => &[(".gz", ""), (".gzip", ""), (".tgz", ".tar")],
            Packing::Zstd => &[(".zst", ""), (".zstd", ""), (".tzst", ".tar")],
            Packing::Bzip2 => &[(".bz2", ""), (".tbz2", ".tar"), (".tbz", ".tar")],
            Packing::Xz => &[(".xz", ""), (".txz", ".tar")],
            Packing::Zip | Packing::Tar => &[],
        };
        let lower = name.to_ascii_lowercase();
        let bare = endings.iter().find_map(|(ending, instead)| {
            let kept = name.get(..lower.strip_suffix(ending)?.len())?;
            Some(format!("{kept}{instead}"))
        });
        bare.unwrap_or_else(|| name.to_string())
    }

    /// What unpacks it; of containers nothing does.
    ///
    /// # Errors
    /// Its first bytes are not what they look like.
    pub fn decoder<'a>(self, input: impl BufRead + 'a) -> io::Result<Box<dyn Read + 'a>> {
        Ok(match self {
            Packing::Gzip => Box::new(Members::new(input)),
            Packing::Zstd => Box::new(Frames { input: Some(input), decoder: None }),
            Packing::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(input)),
            Packing::Xz => Box::new(lzma_rust2::XzReader::new(input, true)),
            Packing::Zip | Packing::Tar => return Err(io::Error::other("a container is no stream")),
        })
    }
}

/// A path without the ending that says how a file is compressed.
pub fn bare(path: &str) -> String {
    let compressions = [Packing::Gzip, Packing::Zstd, Packing::Bzip2, Packing::Xz];
    compressions.iter().map(|packing| packing.bare(path)).find(|bare| bare != path).unwrap_or_else(|| path.to_string())
}

/// Zstandard frames, one behind the other; the decoder knows one.
struct Frames<R: BufRead> {
    input: Option<R>,
    decoder: Option<ruzstd::decoding::StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if let Some(decoder) = &mut self.decoder {
                let count = decoder.read(buffer)?;
                if count > 0 {
                    return Ok(count);
                }
                self.input = self.decoder.take().map(ruzstd::decoding::StreamingDecoder::into_inner);
            }
            let Some(mut input) = self.input.take() else { return Ok(0) };
            if input.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.decoder = Some(ruzstd::decoding::StreamingDecoder::new(input).map_err(io::Error::other)?);
        }
    }
}

/// The magic of POSIX and GNU, or, without it, a header whose sum is right.
fn is_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else { return false };
    let Some(said) = header.get(148..156) else { return false };
    let digits: Vec<u8> = said.iter().copied().filter(u8::is_ascii_digit).collect();
    let said = std::str::from_utf8(&digits).ok().and_then(|digits| u64::from_str_radix(digits, 8).ok());
    let sum =
        |range: std::ops::Range<usize>| header.get(range).into_iter().flatten().map(|b| u64::from(*b)).sum::<u64>();
    // The eight bytes of the sum itself count as blanks.
    header.first() != Some(&0) && said == Some(sum(0..148) + 8 * 32 + sum(156..512))
}

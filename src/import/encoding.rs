//! Bytes as UTF-8: which encoding a file has, and a reader that decodes while it reads.

mod relatives;

use super::error::NotTextKind;
use super::first_letter::FirstLetter;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::Read;

/// How a file is encoded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FileEncoding {
    pub encoding: &'static Encoding,
    /// Bytes of the byte order mark.
    pub mark: usize,
    /// All that was looked at is plain ASCII, which is UTF-8 and nearly any other encoding as well: the first letter
    /// further down tells.
    pub is_open: bool,
    /// What else the letters may be, where nothing tells them apart.
    pub other: Option<&'static Encoding>,
}

/// What a text that was plain ASCII is read as from its first letter on when that is no UTF-8: what programs that know of
/// no UTF-8 write in most of the world.
pub(crate) const OTHERWISE: &Encoding = WINDOWS_1252;
/// A text with so many letters of UTF-8 for each byte that is none is broken UTF-8: other encodings make such letters by
/// chance, and by far not so many.
const LETTERS_FOR_EACH_STRAY: usize = 4;

impl FileEncoding {
    /// From the first bytes of a file. `whole` says that there are no more.
    pub(crate) fn of(head: &[u8], is_whole: bool) -> Self {
        if let Some((encoding, mark)) = Encoding::for_bom(head) {
            return Self { encoding, mark, is_open: false, other: None };
        }
        let mut other = None;
        let encoding = match utf16_without_mark(head) {
            Some(encoding) => encoding,
            None => match std::str::from_utf8(head) {
                Ok(_) if has_japanese_escapes(head) => ISO_2022_JP,
                Ok(_) => UTF_8,
                // Cut in the middle of a character.
                Err(error) if error.error_len().is_none() && !is_whole => UTF_8,
                Err(_) if is_broken_utf8(head) => UTF_8,
                Err(_) => {
                    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
                    detector.feed(head, is_whole);
                    let closer = relatives::closer(head, detector.guess(None, Utf8Detection::Deny));
                    other = closer.other;
                    closer.encoding
                }
            },
        };
        Self { encoding, mark: 0, is_open: encoding == UTF_8 && !is_whole && head.is_ascii(), other }
    }

    /// Text that we made ourselves.
    pub(crate) const OURS: Self = Self { encoding: UTF_8, mark: 0, is_open: false, other: None };

    /// The one asked for; a mark of its own is still no text.
    pub(crate) fn chosen(encoding: &'static Encoding, head: &[u8]) -> Self {
        let mark = Encoding::for_bom(head).filter(|(found, _)| *found == encoding).map_or(0, |(_, mark)| mark);
        Self { encoding, mark, is_open: false, other: None }
    }

    /// The name shown to people and scripts.
    pub(crate) fn name(&self) -> &'static str {
        self.encoding.name()
    }

    /// A sample as UTF-8.
    pub(crate) fn decode(&self, head: &[u8]) -> Vec<u8> {
        let head = head.get(self.mark..).unwrap_or_default();
        if self.encoding == UTF_8 {
            return head.to_vec();
        }
        self.encoding.decode_without_bom_handling(head).0.into_owned().into_bytes()
    }
}

/// True for ASCII in which escapes say where two bytes are one Japanese sign.
fn has_japanese_escapes(text: &[u8]) -> bool {
    let is_japanese = |at: usize| matches!(text.get(at + 1..at + 3), Some([b'$', b'B' | b'@']));
    text.is_ascii() && memchr::memchr_iter(0x1b, text).any(is_japanese)
}

/// True for UTF-8 with a few bytes that are none.
fn is_broken_utf8(text: &[u8]) -> bool {
    let (mut letters, mut strays) = (0_usize, 0_usize);
    for part in text.utf8_chunks() {
        letters += part.valid().chars().filter(|letter| !letter.is_ascii()).count();
        strays += part.invalid().len();
    }
    letters > strays.saturating_mul(LETTERS_FOR_EACH_STRAY)
}

/// Text in two-byte units has a zero in every other byte as long as it is mostly Latin.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.get(..head.len().min(4096)).unwrap_or_default();
    let pairs = head.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |odd: usize| head.chunks_exact(2).filter(|p| p.get(odd) == Some(&0)).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= pairs * 7 && even * 20 <= pairs {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 7 && odd * 20 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// How texts of marks begin.
const PAGES: [&[u8]; 6] = [b"<html", b"<!doctype html", b"<table", b"<meta ", b"<head", b"<?xml"];

/// Control characters that stand in text: escape, and what old systems put between files and cells.
const MARKS: [u8; 3] = [27, 28, 31];

/// What a file is when it is no text.
pub(crate) fn not_text(head: &[u8], encoding: FileEncoding) -> Option<NotTextKind> {
    const MAGIC: [(&[u8], NotTextKind); 22] = [
        (b"\x89PNG", NotTextKind::Image),
        (b"\xff\xd8\xff", NotTextKind::Image),
        (b"GIF8", NotTextKind::Image),
        (b"BM\x00", NotTextKind::Image),
        (b"II*\0", NotTextKind::Image),
        (b"MM\0*", NotTextKind::Image),
        (b"RIFF", NotTextKind::Unknown),
        (b"%PDF-", NotTextKind::Pdf),
        (b"BZh", NotTextKind::Archive),
        (b"\xfd7zXZ\0", NotTextKind::Archive),
        (b"7z\xbc\xaf", NotTextKind::Archive),
        (b"Rar!\x1a", NotTextKind::Archive),
        (b"\x28\xb5\x2f\xfd", NotTextKind::Archive),
        (b"SQLite format 3\0", NotTextKind::Database),
        (b"PAR1", NotTextKind::Parquet),
        (b"\x7fELF", NotTextKind::Program),
        (b"\xcf\xfa\xed\xfe", NotTextKind::Program),
        (b"\xca\xfe\xba\xbe", NotTextKind::Program),
        (b"ARROW1", NotTextKind::Unknown),
        (b"OggS", NotTextKind::Unknown),
        (b"ID3", NotTextKind::Unknown),
        (b"wOF2", NotTextKind::Unknown),
    ];
    let is_binary_elsewhere = |kind: NotTextKind| {
        // A short mark such as "BM" or "ID3" may also start a header line; then the rest is plain text.
        let odd = head.iter().filter(|b| **b < 9 || (14..32).contains(*b)).count();
        let is_long_mark = !matches!(kind, NotTextKind::Unknown);
        odd > 0 || (is_long_mark && std::str::from_utf8(head).is_err()) || kind == NotTextKind::Pdf
    };
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic))
        && is_binary_elsewhere(*kind)
    {
        return Some(*kind);
    }
    let beginning = encoding.decode(head.get(..head.len().min(1 << 10)).unwrap_or_default());
    let beginning = beginning.trim_ascii_start().to_ascii_lowercase();
    if PAGES.iter().any(|start| beginning.starts_with(start)) {
        return Some(NotTextKind::WebPage);
    }
    if encoding.encoding == UTF_16LE || encoding.encoding == UTF_16BE {
        return None;
    }
    // Text has no control characters but tabs and line ends; a few stray NULs from old systems are forgiven.
    let control = head.iter().filter(|b| **b < 9 || (14..32).contains(*b) && !MARKS.contains(*b)).count();
    (control * 50 > head.len()).then_some(NotTextKind::Unknown)
}

/// Decodes while reading.
pub(crate) struct DecodingReader<R> {
    source: R,
    decoder: Option<Decoder>,
    mark_left: usize,
    raw: Vec<u8>,
    raw_at: usize,
    raw_end: usize,
    is_source_done: bool,
    is_flushed: bool,
    /// Text that is next, before anything is read.
    pending: Vec<u8>,
    /// See [`FileEncoding::is_open`].
    is_open: bool,
    /// Bytes of text before the first letter, when that was no UTF-8.
    other_from: Option<u64>,
    /// Bytes given out while the encoding was open.
    given: u64,
}

/// Bytes that are decoded at once.
const RAW: usize = 64 << 10;
/// Room that any character fits in.
const SMALLEST_ROOM: usize = 64;

impl<R: Read> DecodingReader<R> {
    pub(crate) fn new(source: R, encoding: FileEncoding) -> Self {
        let decoder = (encoding.encoding != UTF_8).then(|| encoding.encoding.new_decoder_without_bom_handling());
        let raw = if decoder.is_some() { vec![0; RAW] } else { Vec::new() };
        Self {
            source,
            decoder,
            mark_left: encoding.mark,
            raw,
            raw_at: 0,
            raw_end: 0,
            is_source_done: false,
            is_flushed: false,
            pending: Vec::new(),
            is_open: encoding.is_open,
            other_from: None,
            given: 0,
        }
    }

    /// Bytes of text before the first letter when that was no UTF-8, so that the text is read as [`OTHERWISE`] from there.
    pub(crate) fn other_from(&self) -> Option<u64> {
        self.other_from
    }

    /// Reads text that is plain ASCII so far. Nothing is given out, and the next call knows more, when it begins with
    /// the first letter.
    fn read_open(&mut self, out: &mut [u8]) -> std::io::Result<Option<usize>> {
        let read = self.source.read(out)?;
        let text = out.get(..read).unwrap_or_default();
        let at = match FirstLetter::of(text, false) {
            FirstLetter::Nowhere => read,
            FirstLetter::Cut(at) | FirstLetter::Utf8(at) | FirstLetter::Other(at) => at,
        };
        self.given += at as u64;
        if at == read {
            return Ok(Some(read));
        }
        let mut letter = text.get(at..).unwrap_or_default().to_vec();
        let mut is_last = false;
        while !is_last && matches!(FirstLetter::of(&letter, false), FirstLetter::Cut(_)) {
            let mut next = [0];
            match self.source.read(&mut next) {
                Ok(0) => is_last = true,
                Ok(_) => letter.extend(next),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.is_open = false;
        if let FirstLetter::Other(_) = FirstLetter::of(&letter, is_last) {
            self.other_from = Some(self.given);
            self.decoder = Some(OTHERWISE.new_decoder_without_bom_handling());
            self.raw_end = letter.len();
            letter.resize(letter.len().max(RAW), 0);
            self.raw = letter;
        } else {
            self.pending = letter;
        }
        Ok((at > 0).then_some(at))
    }

    /// Gives the source back.
    pub(crate) fn into_source(self) -> R {
        self.source
    }
}

impl<R: Read> Read for DecodingReader<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.decoder.is_some() && out.len() < SMALLEST_ROOM {
            if self.pending.is_empty() {
                let mut room = vec![0; SMALLEST_ROOM];
                let read = self.read(&mut room)?;
                room.truncate(read);
                self.pending = room;
            }
            let count = out.len().min(self.pending.len());
            for (to, from) in out.iter_mut().zip(self.pending.drain(..count)) {
                *to = from;
            }
            return Ok(count);
        }
        if !self.pending.is_empty() {
            let count = out.len().min(self.pending.len());
            for (to, from) in out.iter_mut().zip(self.pending.drain(..count)) {
                *to = from;
            }
            return Ok(count);
        }
        while self.mark_left > 0 {
            let mut mark = [0; 3];
            let wanted = self.mark_left.min(mark.len());
            let read = self.source.read(mark.get_mut(..wanted).unwrap_or_default())?;
            if read == 0 {
                return Ok(0);
            }
            self.mark_left -= read;
        }
        if self.is_open {
            if let Some(read) = self.read_open(out)? {
                return Ok(read);
            }
            return self.read(out);
        }
        let Some(decoder) = &mut self.decoder else { return self.source.read(out) };
        loop {
            if self.raw_at == self.raw_end && !self.is_source_done {
                self.raw_at = 0;
                self.raw_end = self.source.read(&mut self.raw)?;
                self.is_source_done = self.raw_end == 0;
            }
            if self.is_flushed {
                return Ok(0);
            }
            let raw = self.raw.get(self.raw_at..self.raw_end).unwrap_or_default();
            let (result, read, written, _) = decoder.decode_to_utf8(raw, out, self.is_source_done);
            self.raw_at += read;
            self.is_flushed = self.is_source_done && result == CoderResult::InputEmpty;
            if written > 0 || self.is_flushed {
                return Ok(written);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], name: &str, text: &str) {
        let encoding = FileEncoding::of(bytes, true);
        assert_eq!(encoding.name(), name);
        let mut decoded = Vec::new();
        DecodingReader::new(bytes, encoding).read_to_end(&mut decoded).unwrap();
        assert_eq!(String::from_utf8_lossy(&decoded), text);
        assert_eq!(encoding.decode(bytes), decoded, "sample and stream agree");
        assert_eq!(not_text(bytes, encoding), None, "{text}");
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn encodings() {
        check(b"a,b\n1,2\n", "UTF-8", "a,b\n1,2\n");
        check("\u{feff}ä,b\n".as_bytes(), "UTF-8", "ä,b\n");
        check("Größe,Straße\n".as_bytes(), "UTF-8", "Größe,Straße\n");
        check(&utf16("\u{feff}Größe,b\n", u16::to_le_bytes), "UTF-16LE", "Größe,b\n");
        check(&utf16("\u{feff}Größe,b\n", u16::to_be_bytes), "UTF-16BE", "Größe,b\n");
        check(&utf16("name,value\nx,1\n", u16::to_le_bytes), "UTF-16LE", "name,value\nx,1\n");
        check(&utf16("name,value\nx,1\n", u16::to_be_bytes), "UTF-16BE", "name,value\nx,1\n");
        check(b"caf\xe9,stra\xdfe,gr\xf6\xdfe\n", "windows-1252", "café,straße,größe\n");
        let text = "日付,場所,指標,値\n2024-01-01,受付,満足度,4\n";
        check(&encoding_rs::SHIFT_JIS.encode(text).0, "Shift_JIS", text);
        let text = "日期,地点,指标,数值\n2024-01-01,前台接待,满意程度,4\n";
        check(&encoding_rs::GBK.encode(text).0, "GBK", text);
    }

    /// Text that is read as UTF-8 while all of it is plain, given in pieces of every size up to a few.
    fn check_open(bytes: &[u8], text: &[u8], other_from: Option<u64>) {
        let open = FileEncoding { is_open: true, ..FileEncoding::OURS };
        for size in 1..bytes.len() + 2 {
            for room in [1, 7, 64, 65, 1 << 10] {
                let mut reader = DecodingReader::new(Pieces { left: bytes, size }, open);
                let (mut decoded, mut out) = (Vec::new(), vec![0; room]);
                loop {
                    match reader.read(&mut out).unwrap() {
                        0 => break,
                        read => decoded.extend_from_slice(&out[..read]),
                    }
                }
                assert_eq!(decoded, text, "pieces of {size}, room of {room}");
                assert_eq!(reader.other_from(), other_from, "pieces of {size}, room of {room}");
            }
        }
    }

    /// Gives no more than so many bytes at once.
    struct Pieces<'a> {
        left: &'a [u8],
        size: usize,
    }

    impl Read for Pieces<'_> {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let size = self.size.min(out.len());
            let read = (&mut self.left).take(size as u64).read(out)?;
            Ok(read)
        }
    }

    #[test]
    fn the_first_letter_far_down_tells_how_the_rest_is_read() {
        check_open(b"a,b\nplain,2\n", b"a,b\nplain,2\n", None);
        check_open(b"a,b\ncaf\xe9,2\nZ\xfcrich,3\n", "a,b\ncafé,2\nZürich,3\n".as_bytes(), Some(7));
        check_open(b"a,b\ncaf\xe9", "a,b\ncafé".as_bytes(), Some(7));
        check_open("a,b\nZürich,東京\n".as_bytes(), "a,b\nZürich,東京\n".as_bytes(), None);
        // A byte that is none stays for the report once there were letters.
        let broken = ["Zürich ".as_bytes(), b"caf\xe9\n"].concat();
        check_open(&broken, &broken, None);
        check_open(b"\x93quoted\x94", "“quoted”".as_bytes(), Some(0));
    }

    #[test]
    fn a_few_stray_bytes_do_not_make_another_encoding_of_utf8() {
        let text = ["Zürich,Köln,Málaga,Łódź,München\n".as_bytes(), b"caf\xe9\n"].concat();
        assert_eq!(FileEncoding::of(&text, true).name(), "UTF-8");
        let half = ["Zürich,Köln\n".as_bytes(), b"caf\xe9,stra\xdfe\n"].concat();
        assert_eq!(FileEncoding::of(&half, true).name(), "windows-1252");
    }

    fn check_binary(bytes: &[u8], kind: NotTextKind) {
        assert_eq!(not_text(bytes, FileEncoding::of(bytes, true)), Some(kind));
    }

    #[test]
    fn binary_files_are_named() {
        check_binary(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", NotTextKind::Image);
        check_binary(b"SQLite format 3\0\x10\0\x01\x01", NotTextKind::Database);
        check_binary(b"BZh91AY&SY\0\x01\x02", NotTextKind::Archive);
        check_binary(b"\n<HTML><table><tr><td>1</td></tr></table></HTML>", NotTextKind::WebPage);
        check_binary(
            b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>",
            NotTextKind::WebPage,
        );
        check_binary(&[0, 1, 2, 3, 4, 5, 6, 7, 200, 201, 3, 2], NotTextKind::Unknown);
    }
}

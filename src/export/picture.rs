//! Pictures of users: looked at before they are taken, and turned into pixels for windows. SVG pictures are drawn with
//! the bundled faces and see nothing of this computer: no files, no network.

use crate::model::{Picture, PictureBytes, PictureFile, PictureKind};
use crate::theme::fonts;
use resvg::{tiny_skia, usvg};
use std::sync::Arc;

/// Larger files are refused: a map shall stay a file that can be sent.
pub const LARGEST_FILE: u64 = 20_000_000;
/// More pixels are refused: they need more memory than a window should take.
const MOST_PIXELS: u64 = 50_000_000;
/// A photograph is drawn at most this large before it is made smaller by averaging.
const LARGEST_STEP: f32 = 4096.0;

/// Why a picture was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Neither PNG nor JPEG nor SVG.
    #[error("this is no picture that can be shown; choose a PNG, JPEG or SVG file")]
    Unknown,
    /// Too many bytes.
    #[error("the picture has {megabytes} MB; save it smaller, {} MB at most", LARGEST_FILE / 1_000_000)]
    TooLarge {
        /// Its size.
        megabytes: u64,
    },
    /// Too many pixels.
    #[error("the picture has {width} × {height} pixels; save it smaller, {} million pixels at most", MOST_PIXELS / 1_000_000)]
    TooManyPixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// A JPEG for printers: its four inks would be read as other colours.
    #[error("the picture has colours for print (CMYK); save it with RGB colours")]
    PrintColours,
    /// The bytes begin like a picture and go on like none.
    #[error("the picture is damaged ({0}); save it again with the program that made it")]
    Damaged(String),
}

/// Pixels, four bytes each, colours multiplied by opacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
    /// From left to right, from top to bottom.
    pub rgba: Vec<u8>,
}

/// Looks at the bytes of a file: whether they are a picture that can be shown, and how large it is.
///
/// # Errors
/// Why it is not taken.
pub fn checked(data: Vec<u8>) -> Result<PictureFile, PictureError> {
    let length = u64::try_from(data.len()).unwrap_or(u64::MAX);
    if length > LARGEST_FILE {
        return Err(PictureError::TooLarge { megabytes: length.div_ceil(1_000_000) });
    }
    let kind = kind_of(&data).ok_or(PictureError::Unknown)?;
    let stated = stated_size(&data, kind);
    // Before anything is unpacked: a few bytes can claim to be a wall.
    let many = |(width, height): (u32, u32)| u64::from(width) * u64::from(height) > MOST_PIXELS;
    if let Some((width, height)) = stated.filter(|size| many(*size)) {
        return Err(PictureError::TooManyPixels { width, height });
    }
    if kind != PictureKind::Svg && stated.is_none() {
        return Err(PictureError::Damaged("it does not say how large it is".to_owned()));
    }
    if kind == PictureKind::Jpeg && jpeg_frame(&data).is_some_and(|at| data.get(at + 9) == Some(&4)) {
        return Err(PictureError::PrintColours);
    }
    let size = match kind {
        PictureKind::Svg => {
            let tree = svg_tree(&data)?;
            (whole(tree.size().width()), whole(tree.size().height()))
        }
        PictureKind::Png | PictureKind::Jpeg => {
            // What cannot be drawn once can never be drawn.
            draw(&data, kind, stated.unwrap_or((1, 1)), 64)?;
            stated.unwrap_or((1, 1))
        }
    };
    let (width, height) = (size.0.max(1), size.1.max(1));
    let digest = blake3::hash(&data).to_hex().to_string();
    let bytes = PictureBytes { kind, data: data.into() };
    Ok(PictureFile { picture: Picture { digest, width, height }, bytes })
}

/// Pixels (not multiplied by opacity) from the clipboard, as a picture.
///
/// # Errors
/// Why they are not taken.
pub fn from_pixels(width: u32, height: u32, rgba: &[u8]) -> Result<PictureFile, PictureError> {
    let damaged = || PictureError::Damaged("the clipboard holds other pixels than it says".to_owned());
    let mut map = tiny_skia::Pixmap::new(width, height).ok_or_else(damaged)?;
    if map.data().len() != rgba.len() {
        return Err(damaged());
    }
    for (to, from) in map.pixels_mut().iter_mut().zip(rgba.chunks_exact(4)) {
        if let [r, g, b, a] = *from {
            *to = tiny_skia::ColorU8::from_rgba(r, g, b, a).premultiply();
        }
    }
    checked(map.encode_png().map_err(|e| PictureError::Damaged(e.to_string()))?)
}

/// The pixels of a picture, its longer side about `side` long, never enlarged.
///
/// # Errors
/// The bytes are not those of such a picture.
pub fn pixels(picture: &PictureBytes, side: u32) -> Result<Pixels, PictureError> {
    let size = stated_size(&picture.data, picture.kind).unwrap_or((1, 1));
    let map = draw(&picture.data, picture.kind, size, side)?;
    Ok(Pixels { width: map.width(), height: map.height(), rgba: map.take() })
}

/// A photograph no larger than it is shown, `side` pixels at its longer side: drawn smaller at once it would flicker.
/// Drawings stay as they are.
///
/// # Errors
/// The bytes are not those of a picture.
pub(super) fn reduced(picture: &PictureBytes, side: u32) -> Result<PictureBytes, PictureError> {
    let size = stated_size(&picture.data, picture.kind).unwrap_or((1, 1));
    // Not every painter of SVG turns a photograph upright: those that need it are drawn here.
    let is_upright = picture.kind != PictureKind::Jpeg || orientation(&picture.data) == 1;
    if picture.kind == PictureKind::Svg || (is_upright && size.0.max(size.1) <= side.saturating_mul(2)) {
        return Ok(picture.clone());
    }
    let map = draw(&picture.data, picture.kind, size, side)?;
    let data = map.encode_png().map_err(|e| PictureError::Damaged(e.to_string()))?;
    Ok(PictureBytes { kind: PictureKind::Png, data: data.into() })
}

fn kind_of(data: &[u8]) -> Option<PictureKind> {
    if data.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(PictureKind::Png);
    }
    if data.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Some(PictureKind::Jpeg);
    }
    let start = data.get(..data.len().min(4096)).unwrap_or_default();
    let words = String::from_utf8_lossy(start);
    let is_markup = words.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']).starts_with('<');
    (is_markup && words.contains("<svg")).then_some(PictureKind::Svg)
}

/// The size of a picture as it is shown, as its bytes state it; a drawing states none.
fn stated_size(data: &[u8], kind: PictureKind) -> Option<(u32, u32)> {
    match kind {
        PictureKind::Png => png_size(data),
        PictureKind::Jpeg => jpeg_size(data).map(|(w, h)| if orientation(data) >= 5 { (h, w) } else { (w, h) }),
        PictureKind::Svg => None,
    }
}

/// How a camera was held, 1 ..= 8 as in Exif: 1 is upright, from 5 on the picture lies on its side.
fn orientation(data: &[u8]) -> u32 {
    let find = || {
        let mut at = 2;
        while *data.get(at)? == 0xFF {
            let length = usize::try_from(number(data, at + 2, 2)?).ok()?;
            if *data.get(at + 1)? == 0xE1 && data.get(at + 4..at + 10)? == b"Exif\0\0" {
                return exif_orientation(data.get(at + 10..at + 2 + length)?);
            }
            // The pixels follow: there are no more segments to look into.
            if *data.get(at + 1)? == 0xDA {
                return None;
            }
            at += 2 + length;
        }
        None
    };
    find().filter(|found| (1..=8).contains(found)).unwrap_or(1)
}

/// The orientation in the first directory of a TIFF header.
fn exif_orientation(tiff: &[u8]) -> Option<u32> {
    let is_little = tiff.starts_with(b"II");
    let read = |at: usize, bytes: usize| {
        let part = tiff.get(at..at + bytes)?;
        let digits: Vec<u32> = part.iter().map(|b| u32::from(*b)).collect();
        let sum = |sum: u32, digit: &u32| sum << 8 | *digit;
        Some(if is_little { digits.iter().rev().fold(0, sum) } else { digits.iter().fold(0, sum) })
    };
    let start = usize::try_from(read(4, 4)?).ok()?;
    let entries = usize::try_from(read(start, 2)?).ok()?;
    let mut places = (0..entries).map(|entry| start + 2 + entry * 12);
    places.find(|at| read(*at, 2) == Some(0x0112)).and_then(|at| read(at + 8, 2))
}

/// What turns the pixels of a picture upright: a matrix as SVG has it, for pixels `width` by `height`.
fn upright(orientation: u32, (width, height): (u32, u32)) -> String {
    let (w, h) = (width, height);
    match orientation {
        2 => format!("-1 0 0 1 {w} 0"),
        3 => format!("-1 0 0 -1 {w} {h}"),
        4 => format!("1 0 0 -1 0 {h}"),
        5 => "0 1 1 0 0 0".to_owned(),
        6 => format!("0 1 -1 0 {h} 0"),
        7 => format!("0 -1 -1 0 {h} {w}"),
        8 => format!("0 -1 1 0 0 {w}"),
        _ => "1 0 0 1 0 0".to_owned(),
    }
}

fn number(data: &[u8], at: usize, bytes: usize) -> Option<u32> {
    Some(data.get(at..at + bytes)?.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn png_size(data: &[u8]) -> Option<(u32, u32)> {
    Some((number(data, 16, 4)?, number(data, 20, 4)?)).filter(|(w, h)| *w > 0 && *h > 0)
}

fn jpeg_size(data: &[u8]) -> Option<(u32, u32)> {
    let at = jpeg_frame(data)?;
    Some((number(data, at + 7, 2)?, number(data, at + 5, 2)?)).filter(|(w, h)| *w > 0 && *h > 0)
}

/// Walks over the segments of a JPEG to the one that says its size and how many colours it has.
fn jpeg_frame(data: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        if *data.get(at)? != 0xFF {
            return None;
        }
        let marker = *data.get(at + 1)?;
        match marker {
            0xFF => at += 1,
            0x01 | 0xD0..=0xD9 => at += 2,
            // Frames of every coding; the other three of this range are tables.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => return Some(at),
            _ => at += 2 + usize::try_from(number(data, at + 2, 2)?).ok()?,
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes of pictures; saturates")]
fn whole(length: f32) -> u32 {
    length.round().max(1.0) as u32
}

/// Reads SVG with the bundled faces and nothing else of this computer.
fn svg_tree(data: &[u8]) -> Result<usvg::Tree, PictureError> {
    let mut database = usvg::fontdb::Database::new();
    for face in fonts::BUNDLED.all() {
        database.load_font_data(face.to_vec());
    }
    let image_href_resolver = usvg::ImageHrefResolver {
        resolve_data: usvg::ImageHrefResolver::default_data_resolver(),
        // A path or an address in a picture leads nowhere.
        resolve_string: Box::new(|_, _| None),
    };
    let settings = usvg::Options { fontdb: Arc::new(database), image_href_resolver, ..usvg::Options::default() };
    usvg::Tree::from_data(data, &settings).map_err(|e| PictureError::Damaged(e.to_string()))
}

/// A photograph as a drawing that shows it.
fn photograph_tree(data: &[u8], kind: PictureKind, (width, height): (u32, u32)) -> Result<usvg::Tree, PictureError> {
    let bytes = Arc::new(data.to_vec());
    let image_href_resolver = usvg::ImageHrefResolver {
        resolve_data: Box::new(|_, _, _| None),
        resolve_string: Box::new(move |_, _| {
            Some(match kind {
                PictureKind::Jpeg => usvg::ImageKind::JPEG(Arc::clone(&bytes)),
                PictureKind::Png | PictureKind::Svg => usvg::ImageKind::PNG(Arc::clone(&bytes)),
            })
        }),
    };
    let turn = if kind == PictureKind::Jpeg { orientation(data) } else { 1 };
    let (w, h) = if turn >= 5 { (height, width) } else { (width, height) };
    let source = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\
         <image width=\"{w}\" height=\"{h}\" transform=\"matrix({})\" href=\"picture\"/></svg>",
        upright(turn, (w, h))
    );
    let settings = usvg::Options { image_href_resolver, ..usvg::Options::default() };
    usvg::Tree::from_str(&source, &settings).map_err(|e| PictureError::Damaged(e.to_string()))
}

fn draw(data: &[u8], kind: PictureKind, size: (u32, u32), side: u32) -> Result<tiny_skia::Pixmap, PictureError> {
    let (tree, is_photograph) = match kind {
        PictureKind::Svg => (svg_tree(data)?, false),
        PictureKind::Png | PictureKind::Jpeg => (photograph_tree(data, kind, size)?, true),
    };
    #[expect(clippy::cast_precision_loss, reason = "a size in pixels")]
    let wanted = side.max(1) as f32;
    let longest = tree.size().width().max(tree.size().height()).max(1.0);
    // Photographs are drawn large and made smaller by averaging: a few samples of many pixels would flicker.
    let drawn = if is_photograph { longest.min(LARGEST_STEP) } else { wanted.min(LARGEST_STEP) };
    let scale = drawn / longest;
    let (width, height) = (whole(tree.size().width() * scale), whole(tree.size().height() * scale));
    let no_memory = || PictureError::Damaged(format!("no memory for {width} × {height} pixels"));
    let mut map = tiny_skia::Pixmap::new(width, height).ok_or_else(no_memory)?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut map.as_mut());
    // A drawing without any pixel that is seen: either they all are transparent, or they could not be read.
    if is_photograph && map.pixels().iter().all(|p| p.alpha() == 0) && !is_transparent(data, kind) {
        return Err(PictureError::Damaged("its pixels cannot be read".to_owned()));
    }
    while map.width().max(map.height()) >= side.saturating_mul(2) && map.width().min(map.height()) > 1 {
        map = halved(&map).ok_or_else(no_memory)?;
    }
    Ok(map)
}

/// True when a picture without a pixel that is seen is whole. Photographs have no transparent pixels.
fn is_transparent(data: &[u8], kind: PictureKind) -> bool {
    kind == PictureKind::Png && tiny_skia::Pixmap::decode_png(data).is_ok()
}

/// Half as wide and high: each pixel the average of four.
fn halved(map: &tiny_skia::Pixmap) -> Option<tiny_skia::Pixmap> {
    let (width, height) = ((map.width() / 2).max(1), (map.height() / 2).max(1));
    let mut half = tiny_skia::Pixmap::new(width, height)?;
    let source = map.data();
    let row = usize::try_from(map.width()).ok()? * 4;
    let columns = usize::try_from(width).ok()?;
    for (index, target) in half.data_mut().chunks_exact_mut(4).enumerate() {
        let (x, y) = (index % columns * 8, index / columns * 2);
        for (channel, value) in target.iter_mut().enumerate() {
            let at = y * row + x + channel;
            let four = [at, at + 4, at + row, at + row + 4].map(|i| source.get(i).copied().map_or(0, u32::from));
            *value = u8::try_from((four.iter().sum::<u32>() + 2) / 4).unwrap_or(u8::MAX);
        }
    }
    Some(half)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of `width` by `height` pixels, red at the left and clear at the right.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut rgba = Vec::new();
        for _ in 0..height {
            for x in 0..width {
                rgba.extend(if x < width / 2 { [255, 0, 0, 255] } else { [0, 0, 0, 0] });
            }
        }
        from_pixels(width, height, &rgba).unwrap().bytes.data.to_vec()
    }

    fn check(data: &[u8], expected: Result<(u32, u32, PictureKind), PictureError>) {
        let found = checked(data.to_vec()).map(|f| (f.picture.width, f.picture.height, f.bytes.kind));
        match (&found, &expected) {
            (Err(PictureError::Damaged(_)), Err(PictureError::Damaged(_))) => {}
            _ => assert_eq!(found, expected),
        }
    }

    #[test]
    fn only_pictures_are_taken() {
        check(&png(40, 30), Ok((40, 30, PictureKind::Png)));
        let svg = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"/>";
        check(svg.as_bytes(), Ok((20, 10, PictureKind::Svg)));
        let damaged = || Err(PictureError::Damaged(String::new()));
        check(b"", Err(PictureError::Unknown));
        check(b"name,value\n1,2\n", Err(PictureError::Unknown));
        check(b"\x89PNG\r\n\x1a\nnot really", damaged());
        check(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 1], damaged());
        check(b"<svg", damaged());
        let whole = png(40, 30);
        check(&whole[..whole.len() / 2], damaged());
        let clear = from_pixels(4, 4, &[0; 64]).unwrap().bytes.data.to_vec();
        check(&clear, Ok((4, 4, PictureKind::Png)));
        let inks = [0xFF, 0xD8, 0xFF, 0xC0, 0, 20, 8, 0, 30, 0, 40, 4];
        check(&inks, Err(PictureError::PrintColours));
        let mut wall = png(4, 4);
        wall[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        check(&wall, Err(PictureError::TooManyPixels { width: 65_536, height: 65_536 }));
        check(&vec![0; 20_000_001], Err(PictureError::TooLarge { megabytes: 21 }));
    }

    #[test]
    fn the_same_bytes_have_the_same_digest() {
        let (a, b) = (checked(png(8, 8)).unwrap(), checked(png(8, 8)).unwrap());
        assert_eq!(a.picture.digest, b.picture.digest);
        assert_eq!(a.picture.digest.len(), 64);
        assert_ne!(a.picture.digest, checked(png(8, 9)).unwrap().picture.digest);
    }

    #[test]
    fn pixels_are_made_smaller_and_never_larger() {
        let data = checked(png(400, 200)).unwrap().bytes;
        let small = pixels(&data, 60).unwrap();
        assert_eq!((small.width, small.height, small.rgba.len()), (100, 50, 100 * 50 * 4));
        assert_eq!(small.rgba[0..4], [255, 0, 0, 255]);
        assert_eq!(small.rgba[4 * 99..4 * 100], [0, 0, 0, 0]);
        let large = pixels(&data, 4000).unwrap();
        assert_eq!((large.width, large.height), (400, 200));
    }

    #[test]
    fn a_camera_held_upright_shows_an_upright_picture() {
        // The start of a photograph 40 pixels wide and 30 high, taken with the camera on its side.
        let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        let mut data = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, u8::try_from(exif.len() + 2).unwrap()];
        data.append(&mut exif);
        data.extend([0xFF, 0xC0, 0, 17, 8, 0, 30, 0, 40, 3]);
        assert_eq!(orientation(&data), 6);
        assert_eq!(jpeg_size(&data), Some((40, 30)));
        assert_eq!(stated_size(&data, PictureKind::Jpeg), Some((30, 40)));
        // The upper left corner of the pixels is the upper right one of the picture.
        assert_eq!(upright(6, (40, 30)), "0 1 -1 0 30 0");
        assert_eq!(orientation(b"\xFF\xD8\xFF\xDA\0\x02"), 1);
    }

    #[test]
    fn a_drawing_sees_no_files() {
        let secret = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(secret.path(), png(4, 4)).unwrap();
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><image width=\"4\" height=\"4\" href=\"{}\"/></svg>",
            secret.path().display()
        );
        let drawn = pixels(&PictureBytes { kind: PictureKind::Svg, data: svg.into_bytes().into() }, 4).unwrap();
        assert!(drawn.rgba.iter().all(|byte| *byte == 0));
    }
}

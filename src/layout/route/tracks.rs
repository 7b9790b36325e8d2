//! Lines that run along the same channel, gap or column stand beside each other, in an order that makes them cross as
//! little as can be.

use crate::layout::route::grid::Line;
use crate::layout::route::ways::Way;
use std::collections::BTreeMap;

/// How far lines in one channel stand apart, where there is room.
const IN_CHANNEL: f64 = 4.0;
/// The same where some of them carry words.
const WITH_WORDS: f64 = 14.0;
/// The same for lines that leave or meet one card.
const AT_CARD: f64 = 12.0;
/// Words on a line stand so far from the edge of the room of lines.
const BESIDE_WORDS: f64 = 7.0;
/// Lines closer than this are one line to the eye; rather than that, some of them share a track.
const CLOSEST: f64 = 1.6;
/// Pieces whose ends come nearer to each other than this do not share a track either.
const APART: f64 = 8.0;

/// A piece of a way in its line.
struct Laid {
    way: usize,
    piece: usize,
    /// Where it starts and ends along its line.
    from: f64,
    to: f64,
    /// −1, 0 or +1 at its start and its end: to which side the way turns there.
    turns: (i8, i8),
    /// How far the way goes to that side.
    reach: f64,
    /// −1 or +1: to which side the arrow points right behind this piece; 0 when the way goes on.
    arrow: i8,
    room: (f64, f64),
    at: f64,
}

/// Moves the pieces of all ways beside each other. `has_words` says which of them carry words.
pub(super) fn spread(ways: &mut [Way], has_words: &[bool]) {
    let mut lines: BTreeMap<Line, Vec<Laid>> = BTreeMap::new();
    for (index, way) in ways.iter().enumerate() {
        let points = way.points();
        for (number, (piece, pair)) in way.pieces.iter().zip(points.windows(2)).enumerate() {
            let [a, b] = pair else { continue };
            if piece.line == Line::Side || piece.room.1 - piece.room.0 < 1e-9 {
                continue;
            }
            let along = |p: &crate::base::geom::Point| if piece.line.is_level() { p.x } else { p.y };
            let aside = |i: Option<usize>| {
                let p = i.and_then(|i| points.get(i));
                p.map_or(0.0, |p| if piece.line.is_level() { p.y } else { p.x } - piece.at)
            };
            let ends = ((along(a), aside(number.checked_sub(1))), (along(b), aside(Some(number + 2))));
            let (start, end) = if ends.0.0 <= ends.1.0 { ends } else { (ends.1, ends.0) };
            // A level piece is as far from where it turns to as it is long; an upright one as its ways reach aside.
            let reach = if piece.line.is_level() { end.0 - start.0 } else { start.1.abs().max(end.1.abs()) };
            lines.entry(piece.line).or_default().push(Laid {
                way: index,
                piece: number,
                from: start.0,
                to: end.0,
                turns: (turn(start.1), turn(end.1)),
                reach,
                arrow: if number + 2 == way.pieces.len() { turn(aside(Some(number + 2))) } else { 0 },
                room: piece.room,
                at: piece.at,
            });
        }
    }
    for (line, mut laid) in lines {
        laid.sort_by(|a, b| a.from.total_cmp(&b.from).then(a.way.cmp(&b.way)).then(a.piece.cmp(&b.piece)));
        let mut rest = laid.as_mut_slice();
        while !rest.is_empty() {
            let count = run(line, rest);
            let (together, others) = rest.split_at_mut(count);
            arrange(line, together, ways, has_words);
            rest = others;
        }
    }
}

/// How near the ends of two pieces may come. In a channel they may touch: their ways turn off there, one beside the
/// other.
fn apart(line: Line) -> f64 {
    if matches!(line, Line::Channel(_) | Line::Stack(..)) { -1e-6 } else { APART }
}

fn turn(by: f64) -> i8 {
    if by < -1e-9 { -1 } else { i8::from(by > 1e-9) }
}

/// How many of the first pieces hang together: each begins before all that were there have ended.
fn run(line: Line, laid: &[Laid]) -> usize {
    let mut end = f64::NEG_INFINITY;
    for (index, piece) in laid.iter().enumerate() {
        if index > 0 && piece.from >= end + apart(line) {
            return index;
        }
        end = end.max(piece.to);
    }
    laid.len()
}

/// Where a run of level pieces has its middle: off the one of its room, to the side that its arrows come from, since a
/// head needs more of a channel than a tail. `span` is how wide the run is.
fn leaning(laid: &[Laid], span: f64, has_words: bool) -> f64 {
    let arrows = laid.iter().map(|piece| piece.arrow).filter(|arrow| *arrow != 0);
    let Some(arrow) = arrows.reduce(|a, b| if a == b { a } else { 0 }).filter(|arrow| *arrow != 0) else { return 0.0 };
    let narrowest = laid.iter().map(|l| l.room.1 - l.room.0).fold(f64::INFINITY, f64::min);
    let beside = if has_words { BESIDE_WORDS } else { 0.0 };
    -f64::from(arrow) * ((narrowest - span) / 2.0 - beside).max(0.0)
}

/// Gives every piece of a run its place.
fn arrange(line: Line, laid: &mut [Laid], ways: &mut [Way], has_words: &[bool]) {
    let carries = |piece: &Laid| has_words.get(piece.way).copied().unwrap_or(false);
    let is_channel = matches!(line, Line::Channel(_) | Line::Stack(..));
    if let [alone] = laid {
        let slot = ways.get_mut(alone.way).and_then(|w| w.pieces.get_mut(alone.piece));
        if let Some(slot) = slot.filter(|_| is_channel) {
            slot.at += leaning(laid, 0.0, laid.iter().any(carries));
        }
        return;
    }
    // Those that turn up at both ends stand above, those that turn down below; of nested ones the longest is furthest
    // from where they turn to. Of two that go down from left to right, the left one stands lower. Upright ones that turn
    // left stand at the left; of two on one side, the one that reaches further stands nearer to the other side, since
    // its level piece is the outer one.
    laid.sort_by(|a, b| {
        let (side_a, side_b) = (a.turns.0 + a.turns.1, b.turns.0 + b.turns.1);
        // Only between those that turn alike, or the order would not be one.
        let within = match side_a.cmp(&0) {
            std::cmp::Ordering::Less => a.reach.total_cmp(&b.reach),
            std::cmp::Ordering::Greater => b.reach.total_cmp(&a.reach),
            std::cmp::Ordering::Equal if a.turns.0 < 0 => b.from.total_cmp(&a.from),
            std::cmp::Ordering::Equal => a.from.total_cmp(&b.from),
        };
        side_a.cmp(&side_b).then(a.turns.cmp(&b.turns)).then(within).then(a.way.cmp(&b.way)).then(a.piece.cmp(&b.piece))
    });
    let mut tracks: Vec<usize> = Vec::with_capacity(laid.len());
    for (index, piece) in laid.iter().enumerate() {
        let meets = |other: &Laid| piece.from < other.to + apart(line) && other.from < piece.to + apart(line);
        let above = laid.iter().take(index).zip(&tracks).filter(|(other, _)| meets(other)).map(|(_, track)| track + 1);
        tracks.push(above.max().unwrap_or(0));
    }
    let count = tracks.iter().max().map_or(1, |most| most + 1);
    let narrowest = laid.iter().map(|l| l.room.1 - l.room.0).fold(f64::INFINITY, f64::min);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines")]
    let most = (narrowest / CLOSEST).floor().max(0.0) as usize + 1;
    let count = count.min(most);
    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
    let share = |n: usize| n as f64;
    let wish = match line {
        Line::Column(_) => AT_CARD,
        _ if is_channel && laid.iter().any(carries) => WITH_WORDS,
        _ => IN_CHANNEL,
    };
    let distance = wish.min(narrowest / share(count.saturating_sub(1)).max(1.0));
    let span = distance * share(count.saturating_sub(1));
    let lean = if is_channel { leaning(laid, span, laid.iter().any(carries)) } else { 0.0 };
    for (piece, track) in laid.iter().zip(tracks) {
        let at = piece.at + lean + share(track % count) * distance - span / 2.0;
        let slot = ways.get_mut(piece.way).and_then(|w| w.pieces.get_mut(piece.piece));
        if let Some(slot) = slot {
            slot.at = at.clamp(piece.room.0, piece.room.1);
        }
    }
}

//! What the cells of one column have in common.

use super::asked::Asked;
use super::dates::{DateEvidence, is_serial};
use super::digits::with_plain_digits;
use super::durations;
use super::missing::is_missing;
use super::numbers::{NumberEvidence, NumberFormat, currency, is_multiple};
use super::personal::PersonalKind;
use super::scales;
use super::sniff::{ColumnType, ScoreGuess};
use std::collections::BTreeMap;

/// Distinct texts are counted up to this.
const MOST_DISTINCT: usize = 1_000;
/// Bytes that are kept of each of them.
const MOST_REMEMBERED: usize = 200;

/// With more answers than this, every score of a scale has been given by somebody.
const MANY_ANSWERS: u64 = 200;
/// Numbers that surveys use for "no answer", beside 0 and the number after the scale.
const NO_ANSWER: [u32; 12] = [8, 9, 66, 77, 88, 96, 97, 98, 99, 888, 998, 999];

/// Facts of the cells seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct ColumnFacts {
    pub filled: u64,
    pub rows: u64,
    integers: u64,
    numbers: u64,
    percents: u64,
    /// Numbers with "k" or "M" behind them, and those of them that have decimals.
    multiples: u64,
    broken_multiples: u64,
    pub dates: DateEvidence,
    pub decimals: NumberEvidence,
    distinct: BTreeMap<Vec<u8>, u64>,
    characters: u64,
    with_blanks: u64,
    pub min: f64,
    pub max: f64,
    /// Words for "no value".
    missing: u64,
    /// Durations in words, and as a clock.
    worded: u64,
    clocks: u64,
    /// Those of both that are no times of day, with hours, minutes and seconds.
    durations: u64,
    /// Digits that do not fit a number: more than fifteen, or zeros in front.
    long: u64,
    padded: u64,
    /// Numbers that may be the serial of a day.
    serials: u64,
    /// The first currency seen.
    currency: Option<String>,
    /// Cells that say who somebody is, by what they say.
    emails: u64,
    phones: u64,
    addresses: u64,
}

impl ColumnFacts {
    /// Looks at trimmed cells of one column.
    pub(crate) fn of<'a>(cells: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut facts = Self::default();
        for cell in cells {
            facts.add(cell);
        }
        // What a text says has been taken down once; what is counted is as often as the text came again.
        let counts = std::mem::take(&mut facts.distinct);
        for (text, count) in counts.iter().filter(|(text, count)| is_remembered(text) && **count > 1) {
            facts.judge(text, *count - 1);
        }
        facts.distinct = counts;
        facts
    }

    fn add(&mut self, cell: &[u8]) {
        self.rows += 1;
        if cell.is_empty() {
            return;
        }
        let plain = with_plain_digits(cell);
        let cell = plain.as_deref().map_or(cell, str::as_bytes);
        self.filled += 1;
        self.characters += cell.len() as u64;
        self.with_blanks += u64::from(cell.contains(&b' '));
        if let Some(count) = self.distinct.get_mut(cell) {
            *count += 1;
            if is_remembered(cell) {
                return;
            }
        } else if self.distinct.len() < MOST_DISTINCT {
            self.distinct.insert(cell.get(..cell.len().min(MOST_REMEMBERED)).unwrap_or_default().to_vec(), 1);
        }
        self.judge(cell, 1);
    }

    /// Takes down what a cell says, for so many cells with its text.
    fn judge(&mut self, cell: &[u8], times: u64) {
        let add = |count: &mut u64, is_so: bool| *count += if is_so { times } else { 0 };
        match PersonalKind::of_cell(cell) {
            Some(PersonalKind::Email) => add(&mut self.emails, true),
            Some(PersonalKind::Ip) => add(&mut self.addresses, true),
            Some(PersonalKind::Phone) => add(&mut self.phones, true),
            _ => {}
        }
        // Neither a date nor a number is without a digit, and most texts are.
        if !cell.iter().any(u8::is_ascii_digit) {
            add(&mut self.missing, is_missing(cell));
            return;
        }
        self.dates.add_times(cell, times);
        let formats = [
            NumberFormat::POINT,
            NumberFormat::COMMA,
            NumberFormat { decimal: '.', thousands: Some(' ') },
            NumberFormat { decimal: ',', thousands: Some(' ') },
            NumberFormat { decimal: '.', thousands: Some('\'') },
            NumberFormat { decimal: ',', thousands: Some('\'') },
            NumberFormat { decimal: '.', thousands: Some('_') },
        ];
        if let Some(number) = formats.iter().find_map(|f| f.parse(cell)) {
            if self.numbers == 0 {
                (self.min, self.max) = (number.value, number.value);
            }
            add(&mut self.numbers, true);
            self.min = self.min.min(number.value);
            self.max = self.max.max(number.value);
            add(&mut self.percents, number.is_percent);
            let is_multiple = std::str::from_utf8(cell).is_ok_and(is_multiple);
            add(&mut self.multiples, is_multiple);
            add(&mut self.broken_multiples, is_multiple && cell.iter().any(|b| matches!(b, b'.' | b',')));
            let digits = cell.strip_prefix(b"-").unwrap_or(cell);
            add(&mut self.integers, digits.iter().all(u8::is_ascii_digit));
            self.decimals.add_times(cell, times);
            if cell.iter().all(u8::is_ascii_digit) {
                add(&mut self.long, cell.len() > 15);
                add(&mut self.padded, cell.len() > 1 && cell.starts_with(b"0"));
            }
            add(&mut self.serials, is_serial(number.value));
            if self.currency.is_none() && !digits.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) {
                self.currency = std::str::from_utf8(cell).ok().and_then(currency).map(str::to_owned);
            }
        } else if cell.len() <= 64
            && let Ok(text) = std::str::from_utf8(cell)
        {
            let is_clock = durations::clock(text).is_some();
            add(&mut self.clocks, is_clock);
            let is_worded = !is_clock && durations::seconds(text).is_some();
            add(&mut self.worded, is_worded);
            // "09:30" may be when something begins.
            add(&mut self.durations, is_worded || (is_clock && text.matches(':').count() == 2));
        }
    }

    /// The answers of a column that is all words, the most frequent first; none where they are too many for a scale, or
    /// have numbers among them.
    pub(crate) fn answers_in_words(&self) -> Vec<String> {
        const MOST: usize = 12;
        let is_word = |cell: &[u8]| !cell.iter().any(u8::is_ascii_digit) && !is_missing(cell);
        let mut words: Vec<(&[u8], u64)> = self
            .distinct
            .iter()
            .map(|(cell, times)| (cell.as_slice(), *times))
            .filter(|(c, _)| !is_missing(c))
            .collect();
        let is_scale = (2..=MOST).contains(&words.len()) && words.iter().all(|(cell, _)| is_word(cell));
        if !is_scale || (words.len() as u64) * 2 > self.filled {
            return Vec::new();
        }
        words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        words.into_iter().map(|(cell, _)| String::from_utf8_lossy(cell).into_owned()).collect()
    }

    /// Distinct texts, up to a thousand.
    pub(crate) fn distinct(&self) -> usize {
        self.distinct.len()
    }

    /// What the cells are. Four in five must agree, so that a few bad cells do not hide a column of dates.
    pub(crate) fn column_type(&self) -> ColumnType {
        // A column of "n/a" is as good as empty, and among numbers they say nothing about the type.
        let filled = self.filled.saturating_sub(self.missing);
        let is_most = |count: u64| count * 5 >= filled * 4;
        if filled == 0 {
            ColumnType::Empty
        } else if is_most(self.worded) || (self.worded > 0 && is_most(self.durations)) {
            ColumnType::Duration
        } else if is_most(self.dates.dates) && self.dates.bare_numbers * 2 < self.dates.dates {
            if is_most(self.dates.with_time) { ColumnType::Timestamp } else { ColumnType::Date }
        } else if is_most(self.numbers) && !self.are_names_of_amounts() {
            if self.percents * 2 > self.numbers {
                ColumnType::Percent
            } else if is_most(self.long) {
                ColumnType::Id
            } else if self.integers == self.numbers {
                ColumnType::Integer
            } else {
                ColumnType::Number
            }
        } else {
            ColumnType::Text
        }
    }

    /// True for "5k" and "10k" alone, as distances and classes are called; beside plain numbers or with decimals they are
    /// numbers.
    fn are_names_of_amounts(&self) -> bool {
        self.multiples > 0 && self.multiples == self.numbers && self.broken_multiples == 0
    }

    /// True when most cells are numbers or durations, and too many are not for a column of numbers.
    pub(crate) fn are_odd_numbers(&self) -> bool {
        let numbers = self.numbers + self.worded + self.clocks;
        let are_most = numbers * 2 > self.filled.saturating_sub(self.missing);
        are_most && self.column_type() == ColumnType::Text && !self.are_names_of_amounts()
    }

    /// True when the cells are times as a clock shows them: durations where the header says so, else times of day.
    pub(crate) fn are_clocks(&self) -> bool {
        self.filled > 0 && self.clocks * 5 >= self.filled.saturating_sub(self.missing) * 4
    }

    /// True when a cell says how long something took.
    pub(crate) fn has_durations(&self) -> bool {
        self.durations > 0
    }

    /// True for whole numbers padded with zeros to four digits, as offsets from a start are.
    pub(crate) fn are_padded_offsets(&self) -> bool {
        let is_padded = |text: &&Vec<u8>| text.len() == 4 && text.iter().all(u8::is_ascii_digit);
        self.filled > 0 && self.padded > 0 && self.distinct.keys().filter(is_padded).count() == self.distinct.len()
    }

    /// True when the cells are dates in digits only, `20260801`.
    pub(crate) fn are_bare_dates(&self) -> bool {
        let is_date = |text: &&Vec<u8>| text.len() >= 8 && text.starts_with(b"20");
        self.dates.dates > 0 && self.dates.bare_numbers == self.filled && self.distinct.keys().all(|t| is_date(&t))
    }

    /// True when the numbers may be the serials of days.
    pub(crate) fn are_serials(&self) -> bool {
        self.filled > 0 && self.serials * 2 >= self.filled && self.dates.dates * 5 < self.filled
    }

    /// The currency that stands with the numbers.
    pub(crate) fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }

    /// What most of the cells say about somebody.
    pub(crate) fn personal(&self) -> Option<PersonalKind> {
        let most = |count: u64| self.filled > 0 && count * 2 > self.filled;
        let kinds = [
            (self.emails, PersonalKind::Email),
            (self.addresses, PersonalKind::Ip),
            (self.phones, PersonalKind::Phone),
        ];
        kinds.into_iter().find(|(count, _)| most(*count)).map(|(_, kind)| kind)
    }

    /// The distinct texts.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.distinct.keys().map(|text| String::from_utf8_lossy(text).into_owned()).collect()
    }

    /// The text of every cell, when it is the same.
    pub(crate) fn only_text(&self) -> Option<String> {
        if self.distinct.len() == 1 { self.texts().pop() } else { None }
    }

    /// True when some cell holds the text.
    pub(crate) fn has_text(&self, text: &str) -> bool {
        self.distinct.contains_key(text.as_bytes())
    }

    /// Yes and no in one of the usual ways.
    pub(crate) fn yes_no(&self) -> Option<ScoreGuess> {
        if self.distinct() > 6 {
            return None;
        }
        let texts = self.texts();
        let found = scales::of_yes_no(texts.iter().map(String::as_str))?;
        Some(ScoreGuess { scale: found.scale, missing: found.missing, labels: found.labels })
    }

    /// True when the cells are yes or no, or true or false.
    pub(crate) fn are_yes_no(&self) -> bool {
        self.yes_no().is_some()
    }

    /// Answers in words, or in numbers with a word behind.
    fn words(&self) -> Option<ScoreGuess> {
        if self.distinct() > 16 || self.distinct() < 2 {
            return None;
        }
        let texts = self.texts();
        let of_words = scales::of_words(texts.iter().map(String::as_str));
        if let Some(found) = of_words.or_else(|| scales::of_stars(texts.iter().map(String::as_str))) {
            return Some(ScoreGuess { scale: found.scale, missing: found.missing, labels: found.labels });
        }
        // "5 - Very satisfied": the numbers between are there, whoever labelled the ends only.
        let (mut numbers, mut labelled, mut missing) = (Vec::new(), 0, Vec::new());
        for text in texts {
            match scales::leading_number(&text) {
                Some(number) => {
                    labelled += 1;
                    numbers.push(number);
                }
                None => match text.parse::<u32>() {
                    Ok(number) => numbers.push(f64::from(number)),
                    Err(_) if is_missing(text.as_bytes()) => missing.push(text),
                    Err(_) => return None,
                },
            }
        }
        let (low, high) = numbers.iter().fold((f64::MAX, f64::MIN), |(l, h), n| (l.min(*n), h.max(*n)));
        let scale = match () {
            () if labelled == 0 || low < 0.0 || high > 10.0 || high <= low => return None,
            () if low == 0.0 || high > 7.0 => (0.0, 10.0),
            () if high > 5.0 => (1.0, 7.0),
            () => (1.0, 5.0),
        };
        Some(ScoreGuess { scale, missing, labels: BTreeMap::new() })
    }

    /// True for 0 or 1 and on without a gap, as rows are numbered.
    pub(crate) fn are_running(&self) -> bool {
        let numbers = self.distinct.keys().map(|t| std::str::from_utf8(t).ok()?.parse::<u64>().ok());
        let Some(mut numbers) = numbers.collect::<Option<Vec<u64>>>() else { return false };
        numbers.sort_unstable();
        let all = numbers.len() as u64;
        let is_whole = self.distinct.len() == MOST_DISTINCT || all == self.filled;
        let goes_on = numbers.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b));
        all >= 3 && is_whole && goes_on && numbers.first().is_some_and(|first| *first <= 1)
    }

    /// True when half of the cells may be dates, those written as digits only (20240131, Unix time) among them: enough
    /// for a column whose header says that it holds dates, and its bad cells are then reported as such.
    pub(crate) fn may_be_dates(&self) -> bool {
        self.filled > 0 && self.dates.dates * 2 >= self.filled
    }

    /// True when some cell is a number.
    pub(crate) fn has_numbers(&self) -> bool {
        self.numbers > 0
    }

    /// True for texts that people wrote.
    pub(crate) fn is_prose(&self) -> bool {
        self.filled > 0 && self.with_blanks * 2 > self.filled && self.characters / self.filled >= 25
    }

    /// True when there are few enough distinct texts to cut by.
    pub(crate) fn has_few_values(&self) -> bool {
        let distinct = self.distinct() as u64;
        distinct > 0 && distinct <= 60 && (distinct * 2 <= self.filled || distinct <= 3)
    }

    /// True when enough people answered: second and third choices of one question are mostly empty.
    pub(crate) fn is_answered(&self) -> bool {
        self.filled * 10 >= self.rows
    }

    /// True when the answers rise to one peak and fall behind it, as opinions do, and the lowest is not that peak. Few
    /// answers say little about that, and are believed unless they fall from the lowest on, as counts do.
    pub(crate) fn looks_rated(&self, score: &ScoreGuess) -> bool {
        if self.filled <= MANY_ANSWERS {
            return !self.falls_from_zero();
        }
        let (low, high) = score.scale;
        let mut counts: Vec<(f64, u64)> = self
            .distinct
            .iter()
            .filter_map(|(text, count)| Some((std::str::from_utf8(text).ok()?.parse::<f64>().ok()?, *count)))
            .filter(|(value, _)| (low..=high).contains(value))
            .collect();
        counts.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let total: u64 = counts.iter().map(|(_, count)| count).sum();
        let counts: Vec<u64> = counts.into_iter().map(|(_, count)| count).collect();
        let Some(peak) = (0..counts.len()).max_by_key(|i| counts.get(*i)) else { return false };
        // What one in twenty chose is too little to make a valley or a hill of.
        let is_rise = |pair: &[u64]| matches!(pair, [a, b] if a <= b || *a * 20 < total);
        let is_fall = |pair: &[u64]| matches!(pair, [a, b] if a >= b || *b * 20 < total);
        let (up, down) = counts.split_at(peak);
        let rises = up.windows(2).all(is_rise);
        peak > 0 && rises && down.windows(2).all(is_fall)
    }

    /// True when the smaller a number is the more often it is given, and 0 most of all.
    fn falls_from_zero(&self) -> bool {
        let number = |text: &Vec<u8>| std::str::from_utf8(text).ok()?.parse::<u32>().ok();
        let mut counts: Vec<(u32, u64)> =
            self.distinct.iter().filter_map(|(text, count)| Some((number(text)?, *count))).collect();
        counts.sort_unstable();
        counts.first().is_some_and(|(lowest, _)| *lowest == 0)
            && counts.len() > 2
            && counts.windows(2).take(3).all(|pair| matches!(pair, [(_, a), (_, b)] if a >= b))
    }

    /// The scale of whole-number answers: 0–10, 1–10, 1–5 or 1–7, with codes beside them that are no score.
    pub(crate) fn score(&self, asked: Asked) -> Option<ScoreGuess> {
        if let Some(words) = self.words() {
            return Some(words);
        }
        if asked.is_score()
            && let Some(percent) = self.of_hundred()
        {
            return Some(percent);
        }
        if self.distinct() > 16 || asked == Asked::NoScale {
            return None;
        }
        let mut values = Vec::new();
        let mut texts = Vec::new();
        for (cell, times) in &self.distinct {
            let text = String::from_utf8_lossy(cell).into_owned();
            match text.parse::<u32>() {
                Ok(number) if number <= 999 => values.push((number, *times, text)),
                Ok(_) => return None,
                Err(_) => texts.push(text),
            }
        }
        let texts_count: u64 = texts.iter().filter_map(|t| self.distinct.get(t.as_bytes())).sum();
        if values.is_empty() || texts.len() > 3 || texts_count * 5 > self.filled * 2 {
            return None;
        }
        let has = |n: u32| values.iter().any(|(v, ..)| *v == n);
        let count = |from: u32, to: u32| values.iter().filter(|(v, ..)| (from..=to).contains(v)).count();
        let answers = |from: u32, to: u32| -> u64 {
            values.iter().filter(|(v, ..)| (from..=to).contains(v)).map(|(_, times, _)| times).sum()
        };
        // Counts of things are mostly small, and so are answers of 1 to 5 with a code such as 8 or 9 beside them.
        let are_mostly_high = answers(6, 10) * 2 > answers(0, 10);
        let is_ten = has(10)
            || (has(8) && count(7, 10) >= 3)
            || (are_mostly_high && (asked == Asked::Likelihood || (asked == Asked::Rating && count(8, 9) > 0)));
        let (low, top, usual) = match asked {
            Asked::OnScale(low, top) => (low, top, 1),
            // In many answers somebody gives a 0, if it is there to give; nobody may want to say that it is so unlikely.
            _ if is_ten => (u32::from(!has(0) && self.filled > MANY_ANSWERS && asked != Asked::Likelihood), 10, 7),
            _ if has(7) && has(6) => (1, 7, 5),
            _ => (1, 5, 4),
        };
        // Where many answered, every score was given, unless the words ask for a rating: people skip some of eleven. Codes
        // of something else leave gaps or go on.
        let inside = count(low, top);
        let wanted = match self.filled {
            0..20 if asked.is_score() => 1,
            0..20 => return None,
            _ if asked.is_rating() => usual.min(if top == 10 { 2 } else { 3 }),
            // Who is asked for a number up to ten answers near one end.
            20..=MANY_ANSWERS if asked == Asked::Question && top == 10 => 4,
            20..=MANY_ANSWERS => usual,
            _ if asked == Asked::Question && top == 10 && are_mostly_high => 7,
            _ => usize::try_from(top - low).unwrap_or(usize::MAX).max(5),
        };
        if inside < wanted || (low == 1 && top == 10 && !asked.is_score()) {
            return None;
        }
        let outside = values.into_iter().filter(|(v, ..)| !(low..=top).contains(v));
        let mut missing = Vec::new();
        for (value, _, text) in outside {
            if value != 0 && value != top + 1 && !NO_ANSWER.contains(&value) {
                return None;
            }
            missing.push(text);
        }
        missing.extend(texts);
        Some(ScoreGuess { scale: (f64::from(low), f64::from(top)), missing, labels: BTreeMap::new() })
    }

    /// Whole numbers from 0 to 100 that go beyond 20 and are no few codes: a score in per cent.
    fn of_hundred(&self) -> Option<ScoreGuess> {
        let is_whole = self.integers == self.numbers && self.numbers > 0;
        let is_inside = self.min >= 0.0 && self.max <= 100.0 && self.max > 20.0;
        let are_most = self.numbers * 10 >= self.filled.saturating_sub(self.missing) * 9;
        // 77, 88 and 99 among small numbers are codes.
        let beyond = self.distinct.keys().filter_map(|t| std::str::from_utf8(t).ok()?.parse::<u32>().ok());
        let beyond = beyond.filter(|n| *n > 10 && !NO_ANSWER.contains(n)).count();
        let fits = is_whole && is_inside && are_most && beyond >= 3;
        fits.then(|| ScoreGuess { scale: (0.0, 100.0), missing: Vec::new(), labels: BTreeMap::new() })
    }
}

/// True for a text that is kept as a whole, so that a cell with it says nothing new.
fn is_remembered(text: &[u8]) -> bool {
    text.len() < MOST_REMEMBERED
}

#[cfg(test)]
mod tests {
    use super::super::dates::DateOrder;
    use super::*;

    fn facts(texts: &[(&str, usize)]) -> ColumnFacts {
        ColumnFacts::of(texts.iter().flat_map(|(text, times)| std::iter::repeat_n(text.as_bytes(), *times)))
    }

    #[test]
    fn a_text_that_comes_again_counts_again() {
        let dates = facts(&[("12/31/2024", 3), ("31/12/2024", 5), ("Place 7", 1)]);
        assert_eq!(dates.dates.dates, 8);
        assert_eq!(dates.dates.order().map(|(order, _)| order), Some(DateOrder::DayFirst));
        let numbers = facts(&[("1.5", 3), ("1,25", 5), ("12 %", 1)]);
        assert_eq!((numbers.numbers, numbers.percents, numbers.filled, numbers.distinct()), (9, 1, 9, 3));
        assert_eq!(numbers.decimals.format(b',').0, NumberFormat::COMMA);
        let words = facts(&[("n/a", 6), ("3 min", 4), ("a@b.org", 12)]);
        assert_eq!((words.missing, words.worded, words.emails), (6, 4, 12));
    }

    #[test]
    fn a_text_too_long_to_keep_is_judged_each_time() {
        let long = format!("{}@b.org", "a".repeat(90));
        let longer = "x1".repeat(100);
        let found = facts(&[(&long, 3), (&longer, 2)]);
        assert_eq!((found.emails, found.filled, found.distinct()), (3, 5, 2));
    }
}

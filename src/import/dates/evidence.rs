//! What the dates of a column have in common: which order of day and month fits, and how they are written.

use super::pattern::pattern;
use super::{DateOrder, Zone, number, parse};
use std::collections::BTreeMap;

/// Which orders fit the dates of a column.
#[derive(Debug, Clone, Default)]
pub(crate) struct DateEvidence {
    /// Cells that are a date in at least one order.
    pub dates: u64,
    /// Of those, cells that are digits only.
    pub bare_numbers: u64,
    /// Of those, cells with a time of day.
    pub with_time: u64,
    /// Cells whose day depends on the order, and those valid per order.
    order_dependent: u64,
    valid: [u64; 3],
    has_points: bool,
    /// Distinct first and second numbers of dependent dates, as bits.
    firsts: u32,
    seconds: u32,
    /// The first date that can only have its day first, and the first that can only have its month first.
    only_day_first: Option<String>,
    only_month_first: Option<String>,
    /// What is taken when nothing in the dates says it, and the file they stand in does.
    pub in_doubt: Option<DateOrder>,
    /// Ways in which the dates are written, digits as 9 and letters as a: how many, and the first of them.
    shapes: BTreeMap<String, (u64, String)>,
}

/// Ways of writing that are kept apart in one column.
const MOST_SHAPES: usize = 12;

/// Orders in the order that ties fall.
const ORDERS: [DateOrder; 3] = [DateOrder::MonthFirst, DateOrder::DayFirst, DateOrder::YearFirst];

impl DateEvidence {
    /// Nothing seen yet, and the order that is taken when nothing will say it.
    pub(crate) fn in_doubt(order: Option<DateOrder>) -> Self {
        Self { in_doubt: order, ..Self::default() }
    }

    /// Looks at one cell; false when it is no date in any order.
    pub(crate) fn add(&mut self, text: &[u8]) -> bool {
        self.add_times(text, 1)
    }

    /// The same for so many cells with one text.
    pub(crate) fn add_times(&mut self, text: &[u8], times: u64) -> bool {
        let parsed = ORDERS.map(|order| parse(text, order, Zone::AsWritten));
        let Some(any) = parsed.iter().flatten().next() else { return false };
        let add = |count: &mut u64, is_so: bool| *count += if is_so { times } else { 0 };
        add(&mut self.dates, true);
        add(&mut self.bare_numbers, any.is_bare_number);
        add(&mut self.with_time, any.has_time);
        self.add_shape(text, times);
        if any.depends_on_order {
            add(&mut self.order_dependent, true);
            for (count, parsed) in self.valid.iter_mut().zip(parsed) {
                add(count, parsed.is_some());
            }
            let shown = || Some(String::from_utf8_lossy(text).trim().to_owned());
            match parsed {
                [None, Some(_), _] if self.only_day_first.is_none() => self.only_day_first = shown(),
                [Some(_), None, _] if self.only_month_first.is_none() => self.only_month_first = shown(),
                _ => {}
            }
            self.has_points |= text.iter().take(3).any(|b| *b == b'.');
            let mut numbers = text.split(|b| !b.is_ascii_digit()).filter_map(number);
            let mut bit = || numbers.next().and_then(|n| u32::try_from(n).ok()).map_or(0, |n| 1u32.wrapping_shl(n));
            self.firsts |= bit();
            self.seconds |= bit();
        }
        true
    }

    fn add_shape(&mut self, text: &[u8], times: u64) {
        let text = String::from_utf8_lossy(text);
        let mut shape = String::with_capacity(text.len());
        for c in text.trim().chars() {
            match c {
                '0'..='9' => shape.push('9'),
                // Names of months are of many lengths.
                c if c.is_alphabetic() && shape.ends_with('a') => {}
                c if c.is_alphabetic() => shape.push('a'),
                other => shape.push(other),
            }
        }
        if let Some((count, _)) = self.shapes.get_mut(&shape) {
            *count += times;
        } else if self.shapes.len() < MOST_SHAPES {
            self.shapes.insert(shape, (times, text.trim().to_owned()));
        }
    }

    /// How the dates are written, the most frequent way first.
    pub(crate) fn patterns(&self) -> Vec<String> {
        let order = self.order().map_or(DateOrder::YearFirst, |(order, _)| order);
        let mut shapes: Vec<_> = self.shapes.values().collect();
        shapes.sort_by(|(a, first_a), (b, first_b)| b.cmp(a).then(first_a.cmp(first_b)));
        let mut patterns: Vec<String> = Vec::new();
        for (_, first) in shapes {
            let pattern = pattern(first, order);
            if !patterns.contains(&pattern) {
                patterns.push(pattern);
            }
        }
        patterns
    }

    /// Two dates that cannot be of one order: the first with its day first, the second with its month first.
    pub(crate) fn contradiction(&self) -> Option<(String, String)> {
        self.only_day_first.clone().zip(self.only_month_first.clone())
    }

    /// The only date that says which of several orders the others have, and that no other contradicts.
    pub(crate) fn settled_by_one(&self) -> Option<String> {
        // Of a handful of dates one is as good as two.
        const FEW: u64 = 10;
        let one = match (&self.only_day_first, &self.only_month_first) {
            (Some(one), None) | (None, Some(one)) => one,
            _ => return None,
        };
        let [month_first, day_first, _] = self.valid;
        (self.order_dependent >= FEW && month_first.abs_diff(day_first) == 1).then(|| one.clone())
    }

    /// The order, and whether it had to be assumed. `None` when every date says it itself.
    pub(crate) fn order(&self) -> Option<(DateOrder, IsAssumed)> {
        if self.order_dependent == 0 {
            return None;
        }
        let [month_first, day_first, year_first] = self.valid;
        let best = month_first.max(day_first).max(year_first);
        if month_first != day_first || year_first > month_first {
            let mut orders = ORDERS.into_iter().zip(self.valid).filter(|(_, valid)| *valid == best);
            let (order, _) = orders.next()?;
            return Some((order, IsAssumed(orders.next().is_some())));
        }
        if self.has_points {
            // Points are written where the day comes first.
            return Some((DateOrder::DayFirst, IsAssumed(false)));
        }
        // Monthly files: the part that is always 1 is the day.
        let is_only_first = |bits: u32| bits == 1 << 1;
        if is_only_first(self.firsts) && self.seconds.count_ones() > 2 {
            return Some((DateOrder::DayFirst, IsAssumed(false)));
        }
        if is_only_first(self.seconds) && self.firsts.count_ones() > 2 {
            return Some((DateOrder::MonthFirst, IsAssumed(false)));
        }
        Some((self.in_doubt.unwrap_or(DateOrder::MonthFirst), IsAssumed(true)))
    }
}

/// Whether something was taken by default rather than seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IsAssumed(pub bool);

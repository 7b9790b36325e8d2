//! Daily values on their way into the file, as columns: a wide file of many years has millions of them at once.

use crate::base::ids::KpiId;
use crate::base::time::Day;
use crate::model::Place;
use crate::model::bulk::KpiValueRow;

/// Rows of the table `kpi_value` in the order they were added, in a third of the room that they take one by one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KpiValues {
    /// Which KPI, where, and behind which row its rows end.
    series: Vec<(KpiId, Place, usize)>,
    day: Vec<Day>,
    value: Vec<f64>,
    /// NaN when not given.
    n: Vec<f64>,
}

impl KpiValues {
    /// All rows.
    pub fn iter(&self) -> impl Iterator<Item = KpiValueRow> {
        let mut series = self.series.iter().peekable();
        self.day.iter().zip(&self.value).zip(&self.n).enumerate().filter_map(move |(row, ((day, value), n))| {
            while series.next_if(|(_, _, end)| *end <= row).is_some() {}
            let (kpi, place, _) = *series.peek()?;
            Some(KpiValueRow { kpi: *kpi, place: *place, day: *day, n: (!n.is_nan()).then_some(*n), value: *value })
        })
    }
}

impl Extend<KpiValueRow> for KpiValues {
    fn extend<T: IntoIterator<Item = KpiValueRow>>(&mut self, rows: T) {
        for row in rows {
            self.day.push(row.day);
            self.value.push(row.value);
            self.n.push(row.n.unwrap_or(f64::NAN));
            let end = self.day.len();
            match self.series.last_mut() {
                Some((kpi, place, last)) if (*kpi, *place) == (row.kpi, row.place) => *last = end,
                _ => self.series.push((row.kpi, row.place, end)),
            }
        }
    }
}

impl FromIterator<KpiValueRow> for KpiValues {
    fn from_iter<T: IntoIterator<Item = KpiValueRow>>(rows: T) -> Self {
        let mut values = Self::default();
        values.extend(rows);
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, MapId, StageId};

    #[test]
    fn rows_come_out_as_they_went_in() {
        let row = |kpi, place, day, n| KpiValueRow { kpi: KpiId::from_raw(kpi), place, day: Day(day), n, value: 0.5 };
        let (map, stage) = (Place::Map(MapId::from_raw(1)), Place::Stage(StageId::from_raw(1)));
        let rows = [
            row(1, map, 3, Some(2.0)),
            row(1, map, 4, None),
            row(1, stage, 3, None),
            row(2, stage, 3, None),
            row(1, map, 5, Some(0.0)),
        ];
        let mut values: KpiValues = rows.iter().copied().take(3).collect();
        values.extend(rows.iter().copied().skip(3));
        assert_eq!(values.iter().collect::<Vec<_>>(), rows);
        assert_eq!(KpiValues::default().iter().count(), 0);
    }
}

//! Fewer points for the same picture.

/// Indices of the points that draw the same line into `columns` pixel columns: of each column the first, lowest, highest
/// and last one (M4, Jugel et al. 2014), so that no spike is lost. Points are ordered by x; points that are no numbers
/// are skipped. The indices ascend; there are at most four per column.
#[must_use]
pub fn indices(points: &[(f64, f64)], columns: usize) -> Vec<usize> {
    let numbers = || points.iter().enumerate().filter(|(_, (x, y))| x.is_finite() && y.is_finite());
    let (Some((_, first)), Some((_, last))) = (numbers().next(), numbers().next_back()) else { return Vec::new() };
    let width = last.0 - first.0;
    if points.len() <= columns.saturating_mul(4) || width <= 0.0 || columns == 0 {
        return numbers().map(|(index, _)| index).collect();
    }
    let mut kept = Vec::with_capacity(columns * 4);
    let mut current: Option<Column> = None;
    for (index, &(x, y)) in numbers() {
        let at = ((x - first.0) / width * columns as f64).floor().min(columns as f64 - 1.0);
        match &mut current {
            Some(column) if column.at == at => {
                column.last = index;
                if y < column.lowest.1 {
                    column.lowest = (index, y);
                }
                if y > column.highest.1 {
                    column.highest = (index, y);
                }
            }
            _ => {
                let next = Column { at, first: index, last: index, lowest: (index, y), highest: (index, y) };
                if let Some(done) = current.replace(next) {
                    done.write(&mut kept);
                }
            }
        }
    }
    if let Some(done) = current {
        done.write(&mut kept);
    }
    kept
}

struct Column {
    at: f64,
    first: usize,
    last: usize,
    lowest: (usize, f64),
    highest: (usize, f64),
}

impl Column {
    fn write(&self, kept: &mut Vec<usize>) {
        let mut four = [self.first, self.lowest.0, self.highest.0, self.last];
        four.sort_unstable();
        for index in four {
            if kept.last() != Some(&index) {
                kept.push(index);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, points: &[(f64, f64)], columns: usize, expected: &[usize]) {
        assert_eq!(indices(points, columns), expected, "{name}");
    }

    #[test]
    fn a_spike_survives() {
        let mut points: Vec<_> = (0..1000).map(|i| (f64::from(i), 0.0)).collect();
        points[137].1 = 99.0;
        points[731].1 = -99.0;
        let kept = indices(&points, 10);
        assert!(kept.contains(&137) && kept.contains(&731));
        assert!(kept.len() <= 40 && kept.is_sorted());
        assert_eq!((kept[0], kept[kept.len() - 1]), (0, 999));
    }

    #[test]
    fn few_points_stay_and_bad_ones_go() {
        check("nothing", &[], 10, &[]);
        check("no number", &[(f64::NAN, 1.0)], 10, &[]);
        check("few", &[(0.0, 1.0), (1.0, f64::NAN), (2.0, 3.0)], 10, &[0, 2]);
        check("all at one x", &[(1.0, 1.0); 9], 2, &[0, 1, 2, 3, 4, 5, 6, 7, 8]);
        check("one column", &[(0.0, 5.0), (1.0, 1.0), (2.0, 3.0), (3.0, 9.0), (4.0, 4.0)], 1, &[0, 1, 3, 4]);
    }
}

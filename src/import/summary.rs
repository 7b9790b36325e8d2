//! What one metric of an import looks like: enough to guess its KPI kind and to make its cards.

/// A metric as it came out of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MetricSummary {
    /// Name in the data.
    pub name: String,
    /// Places it has rows at, in order of appearance; an empty text is the whole map.
    pub places: Vec<String>,
    /// Values.
    pub rows: u64,
    /// Lowest value.
    pub min: f64,
    /// Highest value.
    pub max: f64,
    /// True when every value is a whole number.
    pub is_whole: bool,
    /// True when values were written as percent ("62.5%"); they are fractions now.
    pub is_percent: bool,
    /// The scale of the mapping, when it has one.
    pub scale: Option<(f64, f64)>,
    /// True when values say how many answers they stand for.
    pub has_n: bool,
    /// True when some value that stands for more than one answer is no whole number: an average.
    pub has_averages: bool,
}

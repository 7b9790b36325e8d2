//! The arguments as typed. Doc comments here are the `--help` texts.

use super::reading::Reading;
use crate::base::time::{Day, DayRange, Grain};
use crate::i18n::cli as words;
use crate::session::export_job::PictureFormat;
use crate::session::import_job::NewPlaces;
use crate::session::import_job::inputs::is_data;
use crate::session::view::{Comparison, Period};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Customer journey maps with the measured KPI on the very stage it measures.
///
/// Without a command the window opens, on FILE if one is given.
#[derive(Debug, Parser)]
#[command(name = "milepost", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(after_help = "A journey map and its numbers are one .milepost file.\n\
    Exit codes: 0 done, 1 it could not be done (one sentence on standard error says why), 2 wrong usage.")]
pub(super) struct Arguments {
    /// What to do; without it the window opens.
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// The .milepost file to open in the window, or data files to import into a new map.
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Open FILE as a viewer that changes nothing.
    #[arg(long, requires = "files")]
    pub(super) read_only: bool,
}

impl Arguments {
    /// True when the files are data for the import, by their endings.
    pub(super) fn is_import(&self) -> bool {
        !self.read_only && !self.files.is_empty() && self.files.iter().all(|file| is_data(file))
    }

    /// What is wrong with arguments that are each right.
    pub(super) fn contradiction(&self) -> Option<String> {
        match &self.command {
            Some(Command::Kpi(Kpi { from: Some(from), to: Some(to), .. })) if from > to => {
                Some(words::from_after_to(&from.to_string(), &to.to_string()))
            }
            // One window shows one map; only data files can wait for one another.
            None if !self.is_import() => {
                self.files.get(1).map(|file| words::unexpected_file(&file.display().to_string()))
            }
            _ => None,
        }
    }
}

/// A command that works without a window.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Demo(Demo),
    New(New),
    Import(Import),
    Refresh(Refresh),
    Forget(Forget),
    Sniff(Sniff),
    Normalise(Normalise),
    Kpi(Kpi),
    Review(Review),
    Export(Export),
    Check(Check),
    Sql(Sql),
}

/// Shows the sample, a measured journey of a subscription business.
///
/// It opens in the window. With no display, or with --out, it is written as a .milepost file and as pictures (PNG and
/// SVG), and the command says where.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Write the sample into this folder instead of opening a window.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

/// Makes a new map file.
#[derive(Debug, Args)]
#[command(after_help = "Example: milepost new onboarding.milepost --template customer-journey --title Onboarding")]
pub(super) struct New {
    /// The file to make; it must not exist yet.
    pub(super) file: PathBuf,
    /// What the map starts with; an unknown name lists the known ones. "blank" is a map with no stage.
    #[arg(long, value_name = "NAME", default_value = "customer-journey")]
    pub(super) template: String,
    /// Name of the map; that of the file when not given.
    #[arg(long, value_name = "TITLE")]
    pub(super) title: Option<String>,
}

/// Imports the numbers of data files (CSV) into a map file.
///
/// The same file again changes nothing but the date of its source; a changed one replaces that source's rows. It is read
/// with the mapping it had, unless --mapping, --map, an option of reading or --fresh says otherwise. Rows that cannot
/// be used are reported with line, column and reason. Several data files are imported all or none.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  milepost import journey.milepost scores.csv\n  \
    milepost import journey.milepost survey-2016.csv --mapping survey.json --json\n\n\
    A mapping settles what columns mean; `milepost sniff DATA --mapping-out MAP.json` writes one to start from.\n\
    With --json the result is one object, or for several data files an array of objects with the key \"file\". The key\n\
    \"notes\" is there when something was settled that you should know of.")]
pub(super) struct Import {
    /// The .milepost file.
    pub(super) file: PathBuf,
    /// The data files, in the order they are imported; a folder stands for the data files in it, "-" for standard input.
    #[arg(required = true)]
    pub(super) data: Vec<PathBuf>,
    /// A mapping file for all data files, or the name of a mapping that the window keeps; guessed when not given.
    #[arg(long, value_name = "MAP.json|NAME")]
    pub(super) mapping: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Guess the columns anew, although the file was imported before, and make stages of names that were left off the map
    /// then: otherwise it is read as it was.
    #[arg(long, conflicts_with_all = ["mapping", "map"])]
    pub(super) fresh: bool,
    /// Settles a column: date, place, metric, value, n, score, comment, respondent, weight, segment, session, or ignore.
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = field_and_column)]
    pub(super) map: Vec<(String, String)>,
    /// What to do with places that are not on the map: make stages of them, or reject their rows.
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = PlacesWord::Create)]
    pub(super) new_places: PlacesWord,
    /// Link the sources to their files, so that `milepost refresh` and the window read them again.
    #[arg(long)]
    pub(super) link: bool,
    /// Also write the rejected rows of the one data file as CSV: line, column, reason, text, and their cells.
    #[arg(long, value_name = "OUT.csv")]
    pub(super) rejected: Option<PathBuf>,
    /// Say what would happen, write nothing into the map file.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// Takes `date=Submitted` apart.
fn field_and_column(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, column)) if !field.trim().is_empty() && !column.trim().is_empty() => {
            Ok((field.trim().to_owned(), column.trim().to_owned()))
        }
        _ => Err(crate::i18n::cli::FIELD_AND_COLUMN.to_owned()),
    }
}

/// Reads the files of linked sources again: the numbers follow, the map stays as it is.
///
/// Files that only grew are read from where they grew. All sources are refreshed or none; a file that is missing or has
/// other columns than before stops it with a sentence.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  milepost refresh journey.milepost\n  \
    milepost refresh journey.milepost --source scores.csv --json\n\n\
    `milepost import --link` links what it imports. With --json the result is an array with one object for each source.")]
pub(super) struct Refresh {
    /// The .milepost file.
    pub(super) file: PathBuf,
    /// Only the source of this name, linked or not.
    #[arg(long, value_name = "NAME")]
    pub(super) source: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// Removes all rows of one person for good, and what import reports say of them.
///
/// Rows of surveys, and of long tables with a column of ids, are found by the id of the person: as it stands in the data, whether the file keeps ids as they
/// are or as hashes. Afterwards no byte of them is in the file, and imports and refreshes leave the person out: the file
/// keeps a hash for that. It cannot be undone. Data files, copies of the map, cards and notes stay as they are.
#[derive(Debug, Args)]
#[command(after_help = "Example: milepost forget journey.milepost R_2fgTq7Xm --dry-run\n\n\
    Exit code 1 when nobody is known by that id; the file is then as it was.")]
pub(super) struct Forget {
    /// The .milepost file.
    pub(super) file: PathBuf,
    /// The id as it stands in the data, capitals included.
    #[arg(allow_hyphen_values = true)]
    pub(super) id: String,
    /// Say what would be removed, write nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// For an id of up to three letters: remove also every text of a report whose data file is gone or has changed.
    #[arg(long)]
    pub(super) unclear: bool,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// What to do with unknown places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PlacesWord {
    /// They become stages in order of appearance.
    Create,
    /// Their rows are rejected.
    Skip,
}

impl From<PlacesWord> for NewPlaces {
    fn from(word: PlacesWord) -> Self {
        match word {
            PlacesWord::Create => Self::Create,
            PlacesWord::Skip => Self::Skip,
        }
    }
}

/// Says how a data file would be read: encoding, dialect, header, columns and their roles.
#[derive(Debug, Args)]
pub(super) struct Sniff {
    /// The data file.
    pub(super) data: PathBuf,
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// Also write the guessed mapping to this file, to be edited and given to `import --mapping`.
    #[arg(long, value_name = "MAP.json")]
    pub(super) mapping_out: Option<PathBuf>,
}

/// Writes the table of a data file as clean CSV: commas, double quotes, UTF-8, header first.
///
/// Nothing is added and nothing lost; cells stay text.
#[derive(Debug, Args)]
#[command(visible_alias = "normalize")]
pub(super) struct Normalise {
    /// The data file.
    pub(super) data: PathBuf,
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Where to write; standard output when not given.
    #[arg(short, long, value_name = "OUT.csv")]
    pub(super) output: Option<PathBuf>,
}

/// Prints KPIs by place: value, sample size, 95 % interval and the trend.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  milepost kpi journey.milepost --grain quarter\n  \
    milepost kpi journey.milepost --metric CSAT --place Support --as mean --from 2024-01-01 --json\n\n\
    In JSON, proportions are fractions 0 to 1 and NPS is −100 to 100, in full precision.")]
pub(super) struct Kpi {
    /// The .milepost file.
    pub(super) file: PathBuf,
    /// Only this metric (the name in the data, or of its KPI).
    #[arg(long, value_name = "METRIC")]
    pub(super) metric: Option<String>,
    /// Only this place (the name of a stage, step, touchpoint or map).
    #[arg(long, value_name = "PLACE")]
    pub(super) place: Option<String>,
    /// Compute the values in another way than the KPI does: nps, top_box, ces, mean, median, p90 or another percentile,
    /// rate, sum, count or last.
    #[arg(long = "as", value_name = "KIND", value_parser = kind)]
    pub(super) kind: Option<String>,
    /// Whether survey weights count: yes, or no for every answer once; as the KPI says when not given. Alone it means
    /// yes.
    #[arg(long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_parser = yes)]
    pub(super) weight: Option<bool>,
    /// The days of the values, as FROM..TO, or "latest": the last full period of the grain, with the trend of all data,
    /// compared with the period before it when nothing else is said.
    #[arg(long, value_name = "FROM..TO|latest", value_parser = period, conflicts_with_all = ["from", "to"])]
    pub(super) period: Option<Period>,
    /// First day, YYYY-MM-DD.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) from: Option<Day>,
    /// Last day, YYYY-MM-DD.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) to: Option<Day>,
    /// Width of a period of the trend.
    #[arg(long, value_name = "GRAIN", value_enum, default_value_t = GrainWord::Month)]
    pub(super) grain: GrainWord,
    /// Only rows of this segment; several values of one name count together, several names narrow each other.
    #[arg(long, value_name = "NAME=VALUE", value_parser = segment)]
    pub(super) segment: Vec<(String, String)>,
    /// Every value of this segment by itself, beside all others together.
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
    /// Take what repeats with the week (days) or the year (months, quarters) out before limits and signals are worked out,
    /// where enough whole cycles show it; the JSON has what was taken out as "season".
    #[arg(long)]
    pub(super) without_seasons: bool,
    /// What to compare with: previous, last-year, none, or days as FROM..TO. A period with --from is compared with the
    /// one before it when nothing is said.
    #[arg(long, value_name = "WITH", value_parser = against)]
    pub(super) compare: Option<AgainstWord>,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// What values are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AgainstWord {
    /// The period of the same length just before.
    Previous,
    /// The same dates a year earlier.
    LastYear,
    /// Days that are named.
    Days(DayRange),
    /// Nothing.
    None,
}

impl From<AgainstWord> for Comparison {
    fn from(word: AgainstWord) -> Self {
        match word {
            AgainstWord::Previous => Self::PreviousPeriod,
            AgainstWord::LastYear => Self::SamePeriodLastYear,
            AgainstWord::Days(days) => Self::With(days),
            AgainstWord::None => Self::None,
        }
    }
}

/// The width of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GrainWord {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    /// Everything in one.
    All,
}

impl From<GrainWord> for Grain {
    fn from(word: GrainWord) -> Self {
        match word {
            GrainWord::Day => Self::Day,
            GrainWord::Week => Self::Week,
            GrainWord::Month => Self::Month,
            GrainWord::Quarter => Self::Quarter,
            GrainWord::Year => Self::Year,
            GrainWord::All => Self::All,
        }
    }
}

/// Which days a map shows, and beside which others.
#[derive(Debug, Args)]
pub(super) struct Days {
    /// Days of the figures, as FROM..TO (YYYY-MM-DD), or "latest": the last full period of the grain, with the trend of all
    /// data. When not given, the last 365 days with data, or "latest" where numbers come by quarter or year.
    #[arg(long, value_name = "FROM..TO|latest", value_parser = period)]
    pub(super) period: Option<Period>,
    /// Width of a period of the trends, in which signals are looked for.
    #[arg(long, value_name = "GRAIN", value_enum)]
    pub(super) grain: Option<GrainWord>,
    /// What to compare values with: previous, last-year, none, or days as FROM..TO.
    #[arg(long, value_name = "WITH", value_parser = against)]
    pub(super) compare: Option<AgainstWord>,
}

/// Prints the minutes of a map as Markdown: per stage its KPIs, what moved, what is decided and what was noted.
///
/// What moved is told since the last review, which is finished in the window. The file stays as it is.
#[derive(Debug, Args)]
#[command(after_help = "Example: milepost review journey.milepost --minutes may.md")]
pub(super) struct Review {
    /// The .milepost file.
    pub(super) file: PathBuf,
    /// Which map of the file; the first when not given.
    #[arg(long, value_name = "NAME")]
    pub(super) map: Option<String>,
    #[command(flatten)]
    pub(super) days: Days,
    /// Write the minutes to this file instead of standard output; a file of that name is replaced.
    #[arg(long, value_name = "OUT.md")]
    pub(super) minutes: Option<PathBuf>,
}

/// Draws a map with its numbers as a picture; the extension of OUT says which: .png or .svg.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: milepost export journey.milepost -o journey.png --period 2024-01-01..2024-12-31 --compare last-year"
)]
pub(super) struct Export {
    /// The .milepost file.
    pub(super) file: PathBuf,
    /// The picture to write; a file of that name is replaced.
    #[arg(short, long, value_name = "OUT", value_parser = picture)]
    pub(super) output: Picture,
    /// Which map of the file; the first when not given.
    #[arg(long, value_name = "NAME")]
    pub(super) map: Option<String>,
    /// The page of a persona instead of a map.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["map", "wrap"])]
    pub(super) persona: Option<String>,
    #[command(flatten)]
    pub(super) days: Days,
    /// Colours.
    #[arg(long, value_name = "THEME", value_enum, default_value_t = ThemeWord::Light)]
    pub(super) theme: ThemeWord,
    /// Pixels per unit of a PNG, 0.1 to 8.
    #[arg(long, value_name = "FACTOR", value_parser = scale, default_value = "2")]
    pub(super) scale: f64,
    /// Breaks a long map into rows, so that the picture fits a page or a slide.
    #[arg(long)]
    pub(super) wrap: bool,
}

/// A set of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ThemeWord {
    Light,
    Dark,
    /// Black on white, for paper.
    Print,
}

/// Where a picture goes and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) path: PathBuf,
    pub(super) format: PictureFormat,
}

/// Checks a map file: whole or damaged, and what the KPIs lack.
///
/// Exit code 1 when the file is damaged; advice about KPIs is no fault.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The .milepost file.
    pub(super) file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// Runs one SELECT over a map file, read-only.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  milepost sql journey.milepost \"select title from stage order by rank\"\n  \
    milepost sql journey.milepost \"select place, avg(value), count(*) from observation group by place\" --csv\n\n\
    Tables of the map: map, stage, step, lane, card, connection, note, persona, kpi, marker, source. Numbers: kpi_value\n\
    (one row per KPI, place and day), observation and response (every imported row).")]
pub(super) struct Sql {
    /// The .milepost file.
    pub(super) file: PathBuf,
    /// The statement.
    pub(super) statement: String,
    /// Print an array of objects.
    #[arg(long, conflicts_with = "csv")]
    pub(super) json: bool,
    /// Print CSV with a header.
    #[arg(long)]
    pub(super) csv: bool,
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse_iso(text).ok_or_else(|| "it is no date; write it as YYYY-MM-DD".to_owned())
}

fn kind(text: &str) -> Result<String, String> {
    let word = text.replace('-', "_");
    if crate::metrics::kind::is_word(&word) {
        Ok(word)
    } else {
        Err(crate::metrics::AsKindError::UnknownWord(text.to_owned()).to_string())
    }
}

fn yes(text: &str) -> Result<bool, String> {
    match text {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => Err("say yes or no".to_owned()),
    }
}

fn range(text: &str) -> Result<DayRange, String> {
    let (from, to) = text.split_once("..").ok_or("write a period as FROM..TO, as in 2024-01-01..2024-03-31")?;
    let (from, to) = (day(from.trim())?, day(to.trim())?);
    if from <= to { Ok(DayRange { from, to }) } else { Err("the period ends before it begins".to_owned()) }
}

fn period(text: &str) -> Result<Period, String> {
    if text == "latest" { Ok(Period::Latest) } else { range(text).map(Period::Range) }
}

fn against(text: &str) -> Result<AgainstWord, String> {
    match text {
        "previous" => Ok(AgainstWord::Previous),
        "last-year" | "last_year" | "year" => Ok(AgainstWord::LastYear),
        "none" => Ok(AgainstWord::None),
        days if days.contains("..") => range(days).map(AgainstWord::Days),
        _ => Err("compare with previous, last-year, none, or days as FROM..TO".to_owned()),
    }
}

fn segment(text: &str) -> Result<(String, String), String> {
    let named = text.split_once('=').filter(|(name, _)| !name.trim().is_empty());
    let (name, value) = named.ok_or("write a segment as NAME=VALUE, as in country=DE")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn scale(text: &str) -> Result<f64, String> {
    let factor: f64 = text.parse().map_err(|_| "it is no number".to_owned())?;
    if (0.1..=8.0).contains(&factor) { Ok(factor) } else { Err("the factor lies between 0.1 and 8".to_owned()) }
}

fn picture(text: &str) -> Result<Picture, String> {
    let path = PathBuf::from(text);
    let format = PictureFormat::of_path(&path).ok_or("name a file that ends in .png or .svg")?;
    Ok(Picture { path, format })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn values_are_read_or_refused_with_a_reason() {
        assert_eq!(range("2024-01-01..2024-01-31").map(|r| r.days()), Ok(31));
        assert!(range("2024-02-01..2024-01-31").is_err_and(|e| e.contains("ends before")));
        assert!(day("2024-02-30").is_err());
        assert_eq!(against("last-year"), Ok(AgainstWord::LastYear));
        assert!(against("2024-01-01..2024-01-31").is_ok_and(|a| matches!(a, AgainstWord::Days(d) if d.days() == 31)));
        assert!(against("tomorrow").is_err_and(|e| e.contains("last-year")));
        assert_eq!(segment("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert_eq!(picture("x/Map.PNG").map(|p| p.format), Ok(PictureFormat::Png));
        assert!(picture("map.pdf").is_err());
        assert!(scale("0").is_err() && scale("NaN").is_err() && scale("1.5") == Ok(1.5));
    }

    /// Whether these files are imported, and whether the arguments are refused.
    #[track_caller]
    fn check_files(typed: &[&str], is_import: bool, is_refused: bool) {
        let arguments = Arguments::try_parse_from(std::iter::once(&"milepost").chain(typed)).expect("readable");
        assert_eq!((arguments.is_import(), arguments.contradiction().is_some()), (is_import, is_refused), "{typed:?}");
    }

    #[test]
    fn data_files_are_imported_and_a_map_stands_alone() {
        check_files(&["a.csv"], true, false);
        check_files(&["a.CSV", "b.xlsx"], true, false);
        check_files(&["a.milepost"], false, false);
        check_files(&["a.unknown"], false, false);
        check_files(&["a.csv", "--read-only"], false, false);
        check_files(&["a.milepost", "b.csv"], false, true);
        check_files(&[], false, false);
    }
}

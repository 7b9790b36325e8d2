//! Days as people type them into fields.

use crate::base::time::Day;
use crate::i18n::panels as words;
use crate::import::{Unread, typed_day, typed_day_of_file};

/// The day that was typed, or what is wrong with it and what to type instead.
pub(crate) fn day(typed: &str) -> Result<Day, String> {
    read(typed, typed_day, words::day_wanted())
}

/// The day that stands for a date typed for a whole file, which may be a month, a week, a quarter or a year.
pub(crate) fn day_of_file(typed: &str) -> Result<Day, String> {
    read(typed, typed_day_of_file, words::wizard::date_of_file_wanted())
}

fn read(typed: &str, of: impl Fn(&str) -> Result<Day, Unread>, wanted: &str) -> Result<Day, String> {
    let typed = typed.trim();
    of(typed).map_err(|why| match why {
        Unread::EitherDay(one, other) => crate::i18n::shell::values::either_day(typed, (one, other)),
        Unread::IsNone | Unread::EitherNumber => wanted.to_owned(),
    })
}

/// As [`day`], where it may be left out.
pub(crate) fn optional_day(typed: &str) -> Result<Option<Day>, String> {
    if typed.trim().is_empty() { Ok(None) } else { day(typed).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_a_whole_file_may_be_a_period() {
        let check = |typed: &str, expected: &str| {
            assert_eq!(day_of_file(typed).map(|day| day.to_string()).as_deref(), Ok(expected), "{typed}");
        };
        check("May 2015", "2015-05-01");
        check("Mai 2015", "2015-05-01");
        check("2015", "2015-01-01");
        check("Q2 2015", "2015-04-01");
        check("KW 12 2015", "2015-03-16");
        check("05/2015", "2015-05-01");
        check(" 20.05.2015 ", "2015-05-20");
        assert_eq!(day_of_file("last spring"), Err(words::wizard::date_of_file_wanted().to_owned()));
        assert!(day_of_file("03/04/2015").is_err_and(|why| why.contains("2015-04-03")));
    }

    #[test]
    fn days_are_taken_as_people_write_them() {
        let check = |typed: &str, expected: &str| {
            assert_eq!(day(typed).map(|day| day.to_string()).as_deref(), Ok(expected), "{typed}");
        };
        check("15.01.2027", "2027-01-15");
        check("3.4.2027", "2027-04-03");
        check("15/01/2027", "2027-01-15");
        check("01/15/2027", "2027-01-15");
        check(" 2027-01-15 ", "2027-01-15");
        check("15 Jan 2027", "2027-01-15");
        let refused = |typed: &str| day(typed).unwrap_err();
        assert_eq!(refused("soon"), words::day_wanted());
        assert_eq!(refused("2027"), words::day_wanted(), "a year is no day");
        assert!(refused("03/04/2027").contains("2027-04-03"), "{}", refused("03/04/2027"));
        assert_eq!(optional_day("  "), Ok(None));
        assert!(optional_day("31.02.2027").is_err());
    }
}

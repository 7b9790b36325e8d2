//! Days as people type them into fields.

use crate::base::time::Day;
use crate::i18n::panels as words;
use crate::import::{Unread, typed_day};

/// The day that was typed, or what is wrong with it and what to type instead.
pub(crate) fn day(typed: &str) -> Result<Day, String> {
    let typed = typed.trim();
    typed_day(typed).map_err(|why| match why {
        Unread::EitherDay(one, other) => crate::i18n::shell::values::either_day(typed, (one, other)),
        Unread::IsNone | Unread::EitherNumber => words::day_wanted().to_owned(),
    })
}

/// The same where a day may be left out.
pub(crate) fn optional_day(typed: &str) -> Result<Option<Day>, String> {
    if typed.trim().is_empty() { Ok(None) } else { day(typed).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

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

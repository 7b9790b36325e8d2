//! What the checks found, in sentences: the same ones in the wizard and on the command line.

use super::Checks;
use crate::i18n::panels::wizard_checks as text;
use crate::metrics::format::plain;

impl Checks {
    /// Everything that asks for a decision, a sentence each.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let mut all = self.of_dates();
        all.extend(self.of_scales());
        all.extend(self.of_codes());
        all.extend(self.of_places());
        all.extend(self.of_contacts());
        all
    }

    /// Dates that can hardly be meant.
    #[must_use]
    pub fn of_dates(&self) -> Vec<String> {
        let (future, past) = (self.dates.future, self.dates.long_ago);
        let future = future.farthest.map(|day| text::future_sentence(future.rows, day));
        let past = past.farthest.map(|day| text::past_sentence(past.rows, day));
        future.into_iter().chain(past).collect()
    }

    /// Scales and units that do not fit each other, or the KPI.
    #[must_use]
    pub fn of_scales(&self) -> Vec<String> {
        let mixes = self.scale_mixes.iter().map(|mix| text::scale_sentence(&mix.metric));
        let units = self.unit_mixes.iter().map(|mix| {
            let (small, large) =
                ((mix.small.0.as_str(), plain(mix.small.1)), (mix.large.0.as_str(), plain(mix.large.1)));
            text::unit_sentence(&mix.metric, (small.0, &small.1), (large.0, &large.1), &plain(mix.factor))
        });
        let beyond = self.beyond_scale.iter().map(|beyond| {
            let scale = text::from_to(&plain(beyond.scale.0), &plain(beyond.scale.1));
            let found = text::from_to(&plain(beyond.found.0), &plain(beyond.found.1));
            text::beyond_sentence(&beyond.metric, &beyond.kpi, &scale, &found)
        });
        mixes.chain(units).chain(beyond).collect()
    }

    /// Numbers far away from all others that are written for "no answer".
    #[must_use]
    pub fn of_codes(&self) -> Vec<String> {
        let codes = self.outliers.iter().filter_map(|outliers| {
            // As a mapping takes it: with the minus of keyboards.
            let code = outliers.code?.to_string();
            Some(text::code_sentence(&outliers.metric, outliers.count, &code))
        });
        codes.collect()
    }

    /// Rows that name no place.
    #[must_use]
    pub fn of_places(&self) -> Option<String> {
        (self.without_place > 0).then(|| text::without_place_sentence(self.without_place))
    }

    /// Ways to reach people in their comments.
    #[must_use]
    pub fn of_contacts(&self) -> Option<String> {
        let (emails, phones) = (self.contacts.with_email, self.contacts.with_phone);
        (emails + phones > 0).then(|| text::personal_sentence(emails, phones))
    }
}

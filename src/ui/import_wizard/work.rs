//! The work of the background for the shown file: it is read once for its columns, and worked out anew for every choice.

use crate::base::ids::SourceId;
use crate::i18n::panels::wizard as text;
use crate::import::{Mapping, Sniffed, ValueScale};
use crate::session::Session;
use crate::session::import_job::rehearsal::Rehearsal;
use crate::session::import_job::{ImportRequest, NewPlaces, PlaceChoice, Purpose, ReadFile, plan};
use crate::ui::pending::Pending;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Everything a rehearsal depends on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    pub(super) path: PathBuf,
    pub(super) mapping: Mapping,
    pub(super) new_places: NewPlaces,
    pub(super) places: BTreeMap<String, PlaceChoice>,
    /// The source that is mapped anew.
    pub(super) replaces: Option<SourceId>,
    /// Name of data that is no file of the user.
    pub(super) unfiled: Option<String>,
}

impl Wanted {
    /// As an import.
    pub(super) fn into_request(self) -> ImportRequest {
        ImportRequest {
            path: self.path,
            mapping: Some(self.mapping.to_json()),
            new_places: self.new_places,
            places: self.places,
            replaces: self.replaces,
            unfiled: self.unfiled,
            ..ImportRequest::default()
        }
    }

    /// What the reading of the rows depends on: the names of metrics play a part in it only by the scales of their KPIs,
    /// and those of places only when the rows of unknown ones are rejected.
    fn to_read(&self) -> Self {
        let mut read = self.clone();
        read.mapping.metrics.clear();
        if read.new_places == NewPlaces::Create {
            read.places.clear();
        }
        read
    }
}

/// How far the work is.
#[derive(Debug, Default)]
pub(super) struct Work {
    reading: Option<Pending<ReadFile>>,
    /// When reading began, in seconds of the window's clock.
    began: f64,
    /// What was read, and what KPIs take of it.
    read_for: Option<(Wanted, BTreeMap<String, ValueScale>)>,
    read: Option<Arc<ReadFile>>,
    rehearsing: Option<Pending<Rehearsal>>,
    rehearsed_for: Option<(Wanted, u64)>,
    rehearsal: Option<Arc<Rehearsal>>,
    /// Why there is no rehearsal, in one sentence.
    problem: Option<String>,
    /// Grows with every rehearsal, for caches of pictures.
    revision: u64,
}

impl Work {
    /// Takes what is done and starts what is missing. While somebody types, nothing is started anew.
    pub(super) fn refresh(
        &mut self,
        session: &Session,
        wanted: Wanted,
        sniffed: Option<&Sniffed>,
        (is_typing, now): (bool, f64),
    ) {
        self.take();
        let scales = plan::known_scales(session.document(), (Some(&wanted.mapping), None), Purpose::Import);
        let to_read = (wanted.to_read(), scales);
        if self.read_for.as_ref() != Some(&to_read) {
            if is_typing && self.read_for.is_some() {
                return;
            }
            // Other columns make other places: what was shown no longer holds. Another KPI for a metric leaves the names.
            if self.read_for.as_ref().is_some_and(|(read, _)| *read == to_read.0) {
                *self = Self { revision: self.revision, rehearsal: self.rehearsal.take(), ..Self::default() };
            } else {
                self.forget();
            }
            self.began = now;
            let request = Wanted { mapping: wanted.mapping, ..to_read.0.clone() }.into_request();
            self.read_for = Some(to_read);
            self.reading = session.read_to_rehearse(request, sniffed.cloned()).map(Pending::new);
            if self.reading.is_none() {
                self.problem = Some(text::no_map().to_owned());
            }
            return;
        }
        let Some(read) = &self.read else { return };
        let key = (wanted, session.revision());
        if self.rehearsed_for.as_ref() != Some(&key) {
            let request = key.0.clone().into_request();
            self.problem = None;
            self.rehearsed_for = Some(key);
            self.rehearsing = session.rehearse_import(request, Arc::clone(read)).map(Pending::new);
        }
    }

    fn take(&mut self) {
        if let Some(answer) = self.reading.as_ref().and_then(Pending::poll) {
            self.reading = None;
            match answer {
                Ok(read) => self.read = Some(Arc::new(read)),
                Err(error) => self.problem = Some(error.unwrap_or_else(|| text::broke_off().to_owned())),
            }
        }
        if let Some(answer) = self.rehearsing.as_ref().and_then(Pending::poll) {
            self.rehearsing = None;
            match answer {
                Ok(rehearsal) => self.set(rehearsal),
                Err(error) => {
                    self.rehearsal = None;
                    self.problem = Some(error.unwrap_or_else(|| text::broke_off().to_owned()));
                }
            }
        }
    }

    fn set(&mut self, rehearsal: Rehearsal) {
        self.rehearsal = Some(Arc::new(rehearsal));
        self.revision += 1;
        self.problem = None;
    }

    fn forget(&mut self) {
        *self = Self { revision: self.revision, ..Self::default() };
    }

    /// Lets go of the rows: the import reads them itself, and a million of them need room.
    pub(super) fn forget_rows(&mut self) {
        self.read = None;
        self.read_for = None;
        self.rehearsed_for = None;
    }

    /// What came of it last; outdated while [`Work::is_busy`].
    pub(super) fn rehearsal(&self) -> Option<&Arc<Rehearsal>> {
        self.rehearsal.as_ref()
    }

    pub(super) fn is_busy(&self) -> bool {
        self.reading.is_some() || self.rehearsing.is_some()
    }

    pub(super) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Stands for the rehearsal in caches.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// The reading that runs, and since when.
    pub(super) fn reading(&self) -> Option<(&crate::base::progress::Progress, f64)> {
        self.reading.as_ref().map(|pending| (pending.progress(), self.began))
    }
}

//! Watching files: which of them changed, told without being asked. The only place that names `notify`, because what it
//! tells differs from system to system and nothing else should have to know.

use crate::session::jobs::Wake;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};

/// Watches some files as long as it lives.
pub(super) struct Watch {
    _watcher: RecommendedWatcher,
    changed: Receiver<PathBuf>,
}

impl Watch {
    /// Watches files and wakes whoever polls when one of them changes, comes or goes. Their folders are watched rather
    /// than they themselves: most programs write another file and rename it. `None` when the system offers no watching.
    pub(super) fn of(paths: &BTreeSet<PathBuf>, wake: Wake) -> Option<Self> {
        let (sender, changed) = channel();
        let wanted = paths.clone();
        let told = move |event: notify::Result<Event>| {
            let Ok(event) = event else { return };
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            let paths = event.paths.iter().filter_map(|path| wanted.iter().find(|w| is_same(w, path)));
            let mut has_any = false;
            for path in paths {
                // Nobody listens any more when the watch is about to be dropped.
                has_any |= sender.send(path.clone()).is_ok();
            }
            if has_any {
                wake();
            }
        };
        let mut watcher = match notify::recommended_watcher(told) {
            Ok(watcher) => watcher,
            Err(error) => {
                log::warn!("files are not watched: {error}");
                return None;
            }
        };
        let folders: BTreeSet<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
        for folder in folders {
            if let Err(error) = watcher.watch(folder, RecursiveMode::NonRecursive) {
                log::warn!("a folder is not watched: {error}");
            }
        }
        Some(Self { _watcher: watcher, changed })
    }

    /// The files that changed since this was last asked, once each.
    pub(super) fn changed(&self) -> BTreeSet<PathBuf> {
        self.changed.try_iter().collect()
    }
}

/// Some systems tell the path behind links rather than the one that was asked for.
fn is_same(wanted: &Path, told: &Path) -> bool {
    wanted == told
        || (wanted.file_name() == told.file_name()
            && wanted.parent().and_then(|p| p.canonicalize().ok()) == told.parent().map(Path::to_path_buf))
}

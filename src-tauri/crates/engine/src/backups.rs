//! Backups that make themselves: where to, how often, how many states, and how the last one went.

use std::path::{Path, PathBuf};
use std::time::Duration;

use broadsheet_store::backup::Copied;
use broadsheet_store::{Library, StoreError};
use jiff::Timestamp;

use crate::engine::Engine;
use crate::error::EngineError;

const FOLDER: &str = "backup_folder";
const HOURS: &str = "backup_hours";
const KEEP: &str = "backup_keep";
const LAST: &str = "backup_last_at";
const TRIED: &str = "backup_tried_at";
const PROBLEM: &str = "backup_problem";

/// How long after a failure the next try comes: a disk that is not plugged in may be soon.
const AFTER_FAILURE: Duration = Duration::from_hours(1);

/// Where backups go, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The folder.
    pub folder: PathBuf,
    /// Hours from one to the next; at least one.
    pub every_hours: u32,
    /// States of the library's file that stay; at least one.
    pub keep: u32,
}

/// The plan, and how it fares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Backups {
    /// `None` while none are made.
    pub plan: Option<Plan>,
    /// When the last one was made.
    pub last_at: Option<Timestamp>,
    /// Why the latest try failed, in words; `None` when it did not.
    pub problem: Option<String>,
    /// When the next one is due.
    pub next_at: Option<Timestamp>,
}

impl Engine {
    /// The plan, and how it fares.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn backups(&self) -> Result<Backups, EngineError> {
        let now = Timestamp::now();
        self.library(move |library| read(library, now)).await
    }

    /// Makes a plan, or takes it back with `None`. The folder is looked at first.
    ///
    /// # Errors
    /// The folder is no place for a backup, or the library cannot be written.
    pub async fn plan_backups(&self, plan: Option<Plan>) -> Result<(), EngineError> {
        self.library(move |library| {
            if let Some(plan) = &plan {
                library.check_backup_target(&plan.folder)?;
            }
            let number = |of: fn(&Plan) -> u32| plan.as_ref().map(|plan| of(plan).max(1).to_string());
            let folder = plan.as_ref().map(|plan| plan.folder.to_string_lossy().into_owned());
            library.set_setting(FOLDER, folder.as_deref())?;
            library.set_setting(HOURS, number(|plan| plan.every_hours).as_deref())?;
            library.set_setting(KEEP, number(|plan| plan.keep).as_deref())?;
            // How another folder fared says nothing of this one.
            for name in [LAST, TRIED, PROBLEM] {
                library.set_setting(name, None)?;
            }
            Ok(())
        })
        .await
    }

    /// Makes the backup that is due, if any, and notes how it went. Answers what was copied.
    ///
    /// # Errors
    /// It failed, which is noted too, or the library cannot be read.
    pub async fn back_up_if_due(&self) -> Result<Option<Copied>, EngineError> {
        let now = Timestamp::now();
        let known = self.backups().await?;
        match known.plan {
            Some(plan) if known.next_at.is_none_or(|next| next <= now) => self.back_up_by(&plan).await.map(Some),
            _ => Ok(None),
        }
    }

    /// Makes the backup of the plan now, and notes how it went.
    ///
    /// # Errors
    /// It failed, which is noted too, or there is no plan.
    pub async fn back_up_now(&self) -> Result<Copied, EngineError> {
        match self.backups().await?.plan {
            Some(plan) => self.back_up_by(&plan).await,
            None => Err(StoreError::BadTarget { path: PathBuf::new(), why: "no folder for backups is set" }.into()),
        }
    }

    async fn back_up_by(&self, plan: &Plan) -> Result<Copied, EngineError> {
        let outcome = self.back_up(&plan.folder, usize::try_from(plan.keep).unwrap_or(usize::MAX)).await;
        let problem = match &outcome {
            Ok(copied) if copied.damaged.is_empty() => None,
            Ok(copied) => Some(format!(
                "{} files are missing from the library or are not what was stored; “verify --repair” mends that",
                copied.damaged.len()
            )),
            Err(error) => Some(error.to_string()),
        };
        let (now, made) = (Timestamp::now().to_string(), outcome.is_ok());
        self.library(move |library| {
            library.set_setting(TRIED, Some(&now))?;
            library.set_setting(PROBLEM, problem.as_deref())?;
            if made { library.set_setting(LAST, Some(&now)) } else { Ok(()) }
        })
        .await?;
        outcome
    }
}

fn read(library: &Library, now: Timestamp) -> Result<Backups, StoreError> {
    let made = library.settings()?;
    let number = |name: &str| made.get(name).and_then(|value| value.parse::<u32>().ok()).filter(|number| *number > 0);
    // What lies in the future was noted by a clock that was wrong, and would put off the next backup for years.
    let time =
        |name: &str| made.get(name).and_then(|value| value.parse::<Timestamp>().ok()).filter(|time| *time <= now);
    let plan = made.get(FOLDER).map(|folder| Plan {
        folder: Path::new(folder).to_owned(),
        every_hours: number(HOURS).unwrap_or(24),
        keep: number(KEEP).unwrap_or(1),
    });
    let (last_at, tried_at) = (time(LAST), time(TRIED));
    let failed = tried_at.filter(|tried| last_at.is_none_or(|last| last < *tried));
    let next_at = match (&plan, failed, last_at) {
        (None, ..) | (_, None, None) => None,
        (_, Some(tried), _) => tried.checked_add(AFTER_FAILURE).ok(),
        (Some(plan), None, Some(last)) => {
            last.checked_add(Duration::from_secs(u64::from(plan.every_hours) * 3600)).ok()
        }
    };
    Ok(Backups { plan, last_at, problem: made.get(PROBLEM).cloned(), next_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_wrong_once_puts_off_no_backup() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let now: Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();
        let noted = |last: &str, tried: &str| {
            for (name, value) in [(FOLDER, "/backups"), (LAST, last), (TRIED, tried)] {
                library.set_setting(name, Some(value)).unwrap();
            }
            read(&library, now).unwrap().next_at.map(|next| next.to_string())
        };
        let day_ago = "2026-03-01T18:00:00Z";
        assert_eq!(noted(day_ago, day_ago).as_deref(), Some("2026-03-02T18:00:00Z"));
        assert_eq!(noted("2036-01-01T00:00:00Z", "2036-01-01T00:00:00Z"), None, "it is due");
        assert_eq!(noted(day_ago, "2036-01-01T00:00:00Z").as_deref(), Some("2026-03-02T18:00:00Z"));
        assert_eq!(noted(day_ago, "2026-03-02T11:30:00Z").as_deref(), Some("2026-03-02T12:30:00Z"));
    }
}

//! Backups that make themselves while the window is open, or when a script asks for those that are due.

use std::path::{Path, PathBuf};

use broadsheet_engine::backups::Plan;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;
use crate::library::Library;
use crate::upkeep::{Copy, copy};
use crate::views::view;

/// Hours between two backups, at most: a year.
const MOST_HOURS: u32 = 8_784;
/// States that stay, at most.
const MOST_KEPT: u32 = 1_000;

/// Where backups go, how often, and how many states stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BackupPlan {
    /// The folder, from the root of the disk.
    pub folder: String,
    /// Hours from one to the next.
    pub every_hours: u32,
    /// States of the library's file that stay.
    pub keep: u32,
}

view! {
    /// The plan, and how it fares.
    pub struct BackupsView {
        /// `null` while none are made.
        pub plan: Option<BackupPlan>,
        /// When the last one was made.
        #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
        pub last_at: Option<Timestamp>,
        /// Why the latest try failed, in words.
        pub problem: Option<String>,
        /// When the next one is due; `null` for at once, or never.
        #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
        pub next_at: Option<Timestamp>,
    }
}

/// The plan, and how it fares.
///
/// # Errors
/// The library cannot be read.
pub async fn view(library: &Library) -> Result<BackupsView, ApiError> {
    let known = library.engine.backups().await?;
    Ok(BackupsView {
        plan: known.plan.map(|plan| BackupPlan {
            folder: plan.folder.display().to_string(),
            every_hours: plan.every_hours,
            keep: plan.keep,
        }),
        last_at: known.last_at,
        problem: known.problem,
        next_at: known.next_at,
    })
}

/// Makes a plan, or takes it back with `None`.
///
/// # Errors
/// The folder is no place for a backup, a number makes no sense, or the library cannot be written.
pub async fn plan(library: &Library, plan: Option<BackupPlan>) -> Result<BackupsView, ApiError> {
    let plan = plan.map(checked).transpose()?;
    library.engine.plan_backups(plan).await?;
    view(library).await
}

/// Makes the backup that is due, if any. How it went is noted, and shown by [`view()`].
///
/// # Errors
/// It failed, or the library cannot be read.
pub async fn run_due(library: &Library) -> Result<Option<Copy>, ApiError> {
    let copied = library.engine.back_up_if_due().await?;
    Ok(match (copied, library.engine.backups().await?.plan) {
        (Some(copied), Some(plan)) => Some(copy(&plan.folder, copied)),
        _ => None,
    })
}

/// Makes the backup of the plan now.
///
/// # Errors
/// It failed, or there is no plan.
pub async fn run_now(library: &Library) -> Result<BackupsView, ApiError> {
    library.engine.back_up_now().await?;
    view(library).await
}

fn checked(plan: BackupPlan) -> Result<Plan, ApiError> {
    let folder = PathBuf::from(plan.folder.trim());
    if !Path::is_absolute(&folder) {
        return Err(ApiError::invalid(
            "The folder is not named from the root of the disk.",
            "Type the whole path, such as /mnt/backup/news.",
        ));
    }
    if !(1..=MOST_HOURS).contains(&plan.every_hours) || !(1..=MOST_KEPT).contains(&plan.keep) {
        return Err(ApiError::invalid(
            "Backups cannot be made so often, or so many kept.",
            "Name 1 to 8,784 hours and 1 to 1,000 states.",
        ));
    }
    Ok(Plan { folder, every_hours: plan.every_hours, keep: plan.keep })
}

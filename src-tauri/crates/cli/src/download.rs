//! Sounds and films: fetched, copied out, removed.

use std::path::Path;
use std::process::ExitCode;

use broadsheet_api::{EnclosureKind, EnclosureState, EnclosureView, Library, enclosures};
use broadsheet_model::ArticleId;

use crate::Failure;
use crate::{print, progress};

/// Does with what a feed attached to an article what the reader said.
pub(crate) async fn download(
    library: &Library,
    article: ArticleId,
    to: Option<&Path>,
    remove: bool,
    json: bool,
) -> Result<ExitCode, Failure> {
    let found = enclosures::of_one_that_has_any(library, article).await?;
    if let Some(to) = to {
        enclosures::check_copy(&found, to)?;
    }
    for enclosure in &found {
        if remove {
            enclosures::remove(library, enclosure.id).await?;
            continue;
        }
        let bar = (enclosure.state != EnclosureState::Here).then(|| progress::watch_download(library, json));
        let fetched = enclosures::download(library, enclosure.id).await;
        if let Some(bar) = bar {
            let _ = bar.await;
        }
        fetched?;
        if let Some(to) = to {
            enclosures::copy_to(library, enclosure.id, to).await?;
        }
    }
    let now = enclosures::of(library, article).await?;
    print::answer(json, now.as_slice(), listed)?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn listed(found: &[EnclosureView]) -> std::io::Result<()> {
    if found.is_empty() {
        return print::line("Nothing was downloaded. `download ARTICLE` fetches what its feed attached.");
    }
    told(found, true)
}

pub(crate) fn told(found: &[EnclosureView], with_headline: bool) -> std::io::Result<()> {
    for enclosure in found {
        let kind = match enclosure.kind {
            EnclosureKind::Audio => "Audio",
            EnclosureKind::Video => "Video",
        };
        let length = enclosure.seconds.map(|seconds| format!(", {}", clock(seconds))).unwrap_or_default();
        let size = enclosure.bytes.map(|size| format!(", {}", print::bytes(size))).unwrap_or_default();
        let state = match enclosure.state {
            EnclosureState::There => "not downloaded".to_owned(),
            EnclosureState::Coming => "downloading".to_owned(),
            EnclosureState::Begun => format!("{} are here", print::bytes(enclosure.here_bytes)),
            EnclosureState::Here => "✓ here".to_owned(),
        };
        let headline =
            if with_headline { format!("{:>6} {}: ", enclosure.article, enclosure.headline) } else { String::new() };
        print::line(&format!("{headline}[{kind}{length}{size}] {state}"))?;
        if let Some(problem) = &enclosure.problem {
            print::line(&format!("         {problem}"))?;
        }
    }
    Ok(())
}

/// A length as hours, minutes and seconds.
fn clock(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

//! A picture that came, or why none did: looked at, put into the media folder, noted.

use std::time::Duration;

use broadsheet_fetch::{Bytes, FetchError};
use broadsheet_store::media::{PictureKind, Staged, inspect_picture};
use broadsheet_store::pictures::{PictureOutcome, WantedPicture};
use broadsheet_store::{Library, StoreError};
use jiff::Timestamp;

/// How long to wait before the next try, by how often it failed; `None` when it is given up.
pub(crate) fn patience(tries: u32) -> Option<Duration> {
    const MINUTES: [u64; 5] = [10, 60, 360, 1440, 4320];
    MINUTES.get(usize::try_from(tries).ok()?).map(|minutes| Duration::from_secs(minutes * 60))
}

/// A picture that was asked for: its address, and the file that came, which waits beside the others to be flushed.
pub(crate) struct Arrived {
    src: String,
    came: Result<(Staged, PictureKind), (String, Option<Timestamp>)>,
}

/// Writes a picture down as far as that can be done without waiting for the disk, so that it leaves the memory.
pub(crate) fn arrived(
    library: &Library,
    wanted: WantedPicture,
    body: Result<Bytes, FetchError>,
) -> Result<Arrived, StoreError> {
    let came = match body {
        Ok(body) => match inspect_picture(&body.bytes) {
            // What would show as a dot only watches the reader.
            Ok(kind) if kind.width <= 2 && kind.height <= 2 => Err(("the picture is an empty dot".to_owned(), None)),
            Ok(kind) => Ok((library.stage_media(&body.bytes)?, kind)),
            Err(why) => Err((why, None)),
        },
        Err(error) => {
            let wait = if error.is_passing() { patience(wanted.tries) } else { None };
            Err((explain(&error), wait.and_then(|wait| Timestamp::now().checked_add(wait).ok())))
        }
    };
    Ok(Arrived { src: wanted.src, came })
}

/// Keeps pictures: their files are flushed together, and noted in one transaction.
pub(crate) fn keep(library: &Library, pictures: &[Arrived]) -> Result<Vec<()>, StoreError> {
    let files = pictures.iter().filter_map(|picture| picture.came.as_ref().ok().map(|(staged, _)| staged));
    library.put_staged(&files.collect::<Vec<_>>())?;
    let outcome = |picture: &Arrived| match &picture.came {
        Ok((staged, kind)) => PictureOutcome::Kept { asset: staged.id().clone(), kind: *kind, bytes: staged.bytes() },
        Err((why, next_try_at)) => PictureOutcome::Problem { why: why.clone(), next_try_at: *next_try_at },
    };
    let outcomes: Vec<_> = pictures.iter().map(|picture| (picture.src.clone(), outcome(picture))).collect();
    library.note_pictures(&outcomes, Timestamp::now())?;
    Ok(vec![(); pictures.len()])
}

fn explain(error: &FetchError) -> String {
    match error {
        FetchError::TooLarge { .. } => "the picture is too large".to_owned(),
        other => other.to_string(),
    }
}

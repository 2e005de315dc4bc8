//! A picture that came, or why none did: looked at, put into the media folder, noted.

use std::time::Duration;

use broadsheet_fetch::{Bytes, FetchError};
use broadsheet_store::media::{PictureKind, Staged, inspect_picture};
use broadsheet_store::pictures::{PictureOutcome, WantedPicture};
use broadsheet_store::{Library, StoreError};
use jiff::Timestamp;

/// How long to wait before the next try of what failed so often before; `None` when it is given up. What is not there or is no
/// picture may be the server's mistake of an hour: it is looked for again after a day and after a week. What was refused is not.
pub(crate) fn patience(error: &FetchError, tries: u32) -> Option<Duration> {
    let minutes: &[u64] = match error {
        error if error.is_passing() => &[10, 60, 360, 1440, 4320],
        FetchError::Status { status: 410, .. } => &[],
        FetchError::Status { .. } => &SECOND_LOOKS,
        _ => &[],
    };
    wait_of(minutes, tries)
}

/// Minutes until something is looked for again that was not there.
const SECOND_LOOKS: [u64; 2] = [1440, 8640];

fn wait_of(minutes: &[u64], tries: u32) -> Option<Duration> {
    minutes.get(usize::try_from(tries).ok()?).map(|minutes| Duration::from_secs(minutes * 60))
}

/// A picture that was asked for: its address, and the file that came, which waits beside the others to be flushed.
pub(crate) struct Arrived {
    src: String,
    came: Result<(Staged, PictureKind), (String, Option<Timestamp>)>,
}

impl Arrived {
    /// A picture that came and cannot be kept: `why`, in words.
    pub(crate) fn refused(wanted: WantedPicture, why: String) -> Self {
        let next_try_at = after(wait_of(&SECOND_LOOKS, wanted.tries));
        Self { src: wanted.src, came: Err((why, next_try_at)) }
    }
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
            Err(why) => return Ok(Arrived::refused(wanted, why)),
        },
        Err(error) => Err((explain(&error), after(patience(&error, wanted.tries)))),
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

fn after(wait: Option<Duration>) -> Option<Timestamp> {
    wait.and_then(|wait| Timestamp::now().checked_add(wait).ok())
}

fn explain(error: &FetchError) -> String {
    match error {
        FetchError::TooLarge { .. } => "the picture is too large".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(status: u16) -> Vec<u64> {
        let error = FetchError::Status { host: String::new(), status };
        (0..9).map_while(|tries| patience(&error, tries)).map(|wait| wait.as_secs() / 3600).collect()
    }

    #[test]
    fn what_is_not_there_is_looked_for_again_and_given_up() {
        assert_eq!(waits(404), [24, 144]);
        assert_eq!(waits(503), [0, 1, 6, 24, 72]);
        assert_eq!(waits(410), [0; 0]);
    }
}

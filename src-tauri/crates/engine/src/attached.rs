//! Which sounds and films a feed attaches to an entry.

use broadsheet_model::Entry;
use broadsheet_store::enclosures::NewEnclosure;
use url::Url;

use crate::fields;

/// Enclosures of one entry that are noted at most.
const MOST: usize = 12;

/// Endings of files, by which a sound or film is known where its feed names no type.
const ENDINGS: &[(&str, &str)] = &[
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("m4b", "audio/mp4"),
    ("aac", "audio/aac"),
    ("ogg", "audio/ogg"),
    ("oga", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("flac", "audio/flac"),
    ("wav", "audio/wav"),
    ("mp4", "video/mp4"),
    ("m4v", "video/mp4"),
    ("mov", "video/quicktime"),
    ("webm", "video/webm"),
    ("ogv", "video/ogg"),
];

/// The sounds and films that an entry attaches, its enclosures first.
pub(crate) fn attached(entry: &Entry) -> Vec<NewEnclosure> {
    let enclosures = entry.enclosures.iter().map(|file| (&file.url, file.media_type.as_deref(), file.length));
    let media = entry.media.iter().map(|file| (&file.url, file.media_type.as_deref(), None));
    let mut found: Vec<NewEnclosure> = Vec::new();
    for (url, said, length) in enclosures.chain(media) {
        let Some(url) = Url::parse(url.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https")) else {
            continue;
        };
        let is_new = url.as_str().len() <= fields::ADDRESS && found.iter().all(|known| known.url != url.as_str());
        let Some(media_type) = media_type(said, &url).filter(|_| is_new && found.len() < MOST) else { continue };
        found.push(NewEnclosure {
            url: url.into(),
            media_type,
            // Feeds say 0, or a few, where they do not know.
            bytes: length.filter(|length| *length > 1_000),
            seconds: entry.duration.and_then(|seconds| u32::try_from(seconds).ok()).filter(|seconds| *seconds > 0),
        });
    }
    found
}

/// The type of a sound or film; `None` for anything else, and for lists of files.
fn media_type(said: Option<&str>, url: &Url) -> Option<String> {
    let said = said.map(essence).filter(|said| !said.is_empty());
    match said.as_deref() {
        Some(said) if said.contains("mpegurl") => None,
        Some(said) if is_sound_or_film(said) => Some(said.to_owned()),
        Some("application/ogg") => Some("audio/ogg".to_owned()),
        Some("application/octet-stream" | "binary/octet-stream") | None => {
            let ending = url.path().rsplit_once('.')?.1.to_ascii_lowercase();
            ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, kind)| (*kind).to_owned())
        }
        _ => None,
    }
}

/// A media type without its parameters (RFC 9110, 8.3.1), in lower case.
pub(crate) fn essence(said: &str) -> String {
    said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a type is that of a sound or a film, and written so that it can be said again as it is.
pub(crate) fn is_sound_or_film(essence: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'+' | b'.');
    essence.len() <= 80
        && essence.bytes().all(is_plain)
        && (essence.starts_with("audio/") || essence.starts_with("video/"))
}

#[cfg(test)]
mod tests {
    use broadsheet_model::{Enclosure, Media};

    use super::*;

    #[test]
    fn sounds_and_films_are_told_from_pictures_pages_and_lists() {
        let file = |url: &str, kind: Option<&str>, length| Enclosure {
            url: url.to_owned(),
            media_type: kind.map(str::to_owned),
            length,
        };
        let entry = Entry {
            enclosures: vec![
                file("https://cdn.example/a.mp3", Some("audio/mpeg; codecs=x"), Some(12_000_000)),
                file("https://cdn.example/a.jpg", Some("image/jpeg"), None),
                file("https://cdn.example/b.M4A?token=1", None, Some(0)),
                file("https://cdn.example/c.m3u8", Some("audio/x-mpegurl"), None),
                file("https://cdn.example/get", Some("application/octet-stream"), None),
                file("javascript:alert(1)//.mp3", Some("audio/mpeg"), None),
                file("https://cdn.example/odd.mp3", Some("audio/<b>"), None),
            ],
            media: [("https://cdn.example/a.mp3", "audio/mpeg"), ("https://cdn.example/film.webm", "video/webm")]
                .map(|(url, kind)| Media { url: url.to_owned(), media_type: Some(kind.to_owned()), ..Media::default() })
                .into(),
            duration: Some(61),
            ..Entry::default()
        };
        let found = attached(&entry);
        let told: Vec<(&str, &str, Option<u64>)> =
            found.iter().map(|file| (file.url.as_str(), file.media_type.as_str(), file.bytes)).collect();
        assert_eq!(
            told,
            [
                ("https://cdn.example/a.mp3", "audio/mpeg", Some(12_000_000)),
                ("https://cdn.example/b.M4A?token=1", "audio/mp4", None),
                ("https://cdn.example/film.webm", "video/webm", None),
            ]
        );
        assert!(found.iter().all(|file| file.seconds == Some(61)));
    }
}

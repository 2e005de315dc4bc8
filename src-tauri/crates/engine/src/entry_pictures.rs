//! The pictures that a feed names beside an entry, with their words.

use broadsheet_model::{Entry, Figure, Media};

use crate::fields;
use crate::ingest::{short_text, web_address};

/// Pixels that a lead is wide at most, where there is a choice.
const WIDEST: u32 = 2_560;

/// Pixels up to which a picture is a face or a sign, and no lead.
const SIGN: u32 = 100;

fn is_picture(kind: Option<&str>, url: &str) -> bool {
    match kind {
        Some(kind) => kind.starts_with("image/") && !kind.contains("svg"),
        None => [".jpg", ".jpeg", ".png", ".webp"].iter().any(|ending| url.to_ascii_lowercase().ends_with(ending)),
    }
}

/// The other pictures of a post without a title, as HTML: what such a post names are pictures of its own, and no renditions of one.
pub(crate) fn album_of(entry: &Entry, lead: Option<&Figure>) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let pictures = entry.media.iter().filter(|media| is_picture(media.media_type.as_deref(), &media.url));
    let others = pictures.filter(|media| media.width.is_none()).filter_map(|media| {
        let src = web_address(&media.url)?.to_string();
        let words = media.description.as_deref().unwrap_or_default();
        let caption =
            if words.is_empty() { String::new() } else { format!("<figcaption>{}</figcaption>", escaped(words)) };
        lead.is_some_and(|lead| lead.src != src)
            .then(|| format!("<figure><img src=\"{}\">{caption}</figure>", escaped(&src)))
    });
    others.collect()
}

/// The picture that the feed shows beside the entry, until the page gives better.
pub(crate) fn lead_of(entry: &Entry) -> Option<Figure> {
    let media = entry.media.iter().filter(|media| is_picture(media.media_type.as_deref(), &media.url));
    let media = media.filter(|media| media.width.is_none_or(|width| width > SIGN));
    // Feeds list renditions of one picture, the smallest one first.
    let media = media.reduce(|best, next| match (best.width, next.width) {
        (Some(width), Some(other)) if other > width && other <= WIDEST => next,
        _ => best,
    });
    if let Some(shown) = media {
        let src = web_address(&shown.url)?.to_string();
        let (caption, credit) = words_of(shown, entry);
        return Some(Figure { src, caption, credit, alt: None });
    }
    let enclosure = entry.enclosures.iter().find(|file| is_picture(file.media_type.as_deref(), &file.url));
    // A small picture that is a face or a sign stands for no article.
    let is_sign = entry.thumbnail_width.is_some_and(|width| width <= SIGN);
    let own = entry.image.clone().or_else(|| entry.thumbnail.clone());
    let own = own.filter(|own| !is_sign || entry.thumbnail.as_ref() != Some(own));
    let src = enclosure.map(|file| file.url.clone()).or(own)?;
    web_address(&src).map(|src| Figure { src: src.to_string(), ..Figure::default() })
}

/// The caption and the credit of a picture. What stands behind the last of several renditions is said of all; what the feed says of
/// the entry itself is no caption.
fn words_of(shown: &Media, entry: &Entry) -> (Option<String>, Option<String>) {
    let said_last = |of: fn(&Media) -> Option<&String>| {
        let mut saying = entry.media.iter().filter(|media| of(media).is_some());
        let only = saying.next().filter(|_| saying.next().is_none());
        only.filter(|only| entry.media.last().is_some_and(|last| last == *only)).and_then(of)
    };
    let said = |of: fn(&Media) -> Option<&String>| of(shown).or_else(|| said_last(of));
    let line = |said: &str| fields::owned_line(said.to_owned(), fields::CAPTION);
    let own = [&entry.title, &entry.summary].into_iter().flatten().filter_map(|said| short_text(said));
    let own: Vec<String> = own.map(|said| line(&said)).collect();
    let caption = said(|media| media.description.as_ref()).map(|said| line(said));
    let is_caption = |said: &String| !said.is_empty() && !own.iter().any(|own| own.starts_with(said.as_str()));
    let credit = said(|media| media.credit.as_ref()).map(|said| line(said)).filter(|said| !said.is_empty());
    (caption.filter(is_caption), credit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str) -> Entry {
        Entry { title: Some(title.to_owned()), ..Entry::default() }
    }

    #[test]
    fn of_several_renditions_the_widest_leads() {
        let media =
            |width| Media { url: format!("https://a.example/{width}.jpg"), width: Some(width), ..Media::default() };
        let pictured = Entry { media: [140, 460, 4000].map(media).into(), ..entry("Pictured") };
        assert_eq!(lead_of(&pictured).unwrap().src, "https://a.example/460.jpg");
    }

    #[test]
    fn a_feeds_picture_has_the_words_that_the_feed_has_for_it() {
        let picture = |name: &str, description: Option<&str>, credit: Option<&str>| Media {
            url: format!("https://a.example/{name}.jpg"),
            description: description.map(str::to_owned),
            credit: credit.map(str::to_owned),
            ..Media::default()
        };
        let words = |media: Vec<Media>| {
            let lead =
                lead_of(&Entry { media, summary: Some("<p>The bridge is closed.</p>".into()), ..entry("Bridge") });
            lead.map(|lead| (lead.caption, lead.credit)).unwrap()
        };
        let said = (Some("The quay.".to_owned()), Some("Ann Lee/Courier".to_owned()));
        let (none, own) = (picture("a", None, None), picture("b", Some("The quay."), Some("Ann Lee/Courier")));
        assert_eq!(words(vec![own.clone(), none.clone()]), said, "its own");
        assert_eq!(words(vec![none.clone(), own.clone()]), said, "behind the last rendition");
        let other = picture("c", Some("The mast."), None);
        assert_eq!(words(vec![none.clone(), own, other]), (None, None), "those of others");
        let repeated = picture("d", Some("The bridge is closed."), None);
        assert_eq!(words(vec![repeated]).0, None, "what the entry says is no caption");
    }

    #[test]
    fn a_face_is_no_lead() {
        let entry = |width| Entry {
            thumbnail: Some("https://a.example/face.png".into()),
            image: Some("https://a.example/face.png".into()),
            thumbnail_width: width,
            ..entry("Commit")
        };
        assert!(lead_of(&entry(Some(30))).is_none());
        assert!(lead_of(&entry(Some(240))).is_some() && lead_of(&entry(None)).is_some());
    }
}

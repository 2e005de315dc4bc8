//! Fills a library with invented articles, for measurements: `fill LIBRARY ARTICLES`.

use std::path::PathBuf;
use std::process::ExitCode;

use broadsheet_model::{Figure, Section, TextState};
use broadsheet_store::captures::Capture;
use broadsheet_store::entries::NewEntry;
use broadsheet_store::feeds::NewFeed;
use broadsheet_store::media::inspect_picture;
use broadsheet_store::publications::NameRank;
use broadsheet_store::{Library, StoreError};
use jiff::{SignedDuration, Timestamp};

const PUBLICATIONS: i64 = 20;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, articles] = arguments.as_slice() else {
        eprintln!("fill LIBRARY ARTICLES");
        return ExitCode::from(2);
    };
    let Ok(articles) = articles.parse() else {
        eprintln!("fill LIBRARY ARTICLES");
        return ExitCode::from(2);
    };
    match fill(&PathBuf::from(folder), articles) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn fill(folder: &std::path::Path, articles: i64) -> Result<(), StoreError> {
    let library = Library::open(folder)?;
    let now = Timestamp::now();
    let mut feeds = Vec::new();
    for number in 0..PUBLICATIONS {
        let host = format!("paper{number}.example");
        let url = format!("https://{host}/feed.xml");
        let title = format!("The {} Gazette", word(number * 7));
        let feed = NewFeed {
            url: &url,
            title: &title,
            format: Some("RSS"),
            host: &host,
            publication_name: Some((&title, NameRank::Site)),
            home_url: None,
        };
        feeds.push(library.subscribe(feed, now)?.0);
    }
    for number in 0..articles {
        let publication = number % PUBLICATIONS;
        let host = format!("paper{publication}.example");
        let url = format!("https://{host}/{number}");
        let figure = Figure {
            src: format!("{url}.gif"),
            alt: None,
            caption: Some(sentence(number * 3, 12)),
            credit: Some(format!("{} {}", word(number), word(number + 1))),
        };
        let section = Section::ALL.get(usize::try_from(number).unwrap_or_default() % Section::ALL.len());
        let section = section.copied().unwrap_or(Section::General);
        let published = now.checked_sub(SignedDuration::from_mins(number * 7)).unwrap_or(now);
        let paragraphs: Vec<String> = (0..9).map(|part| sentence(number * 11 + part, 60)).collect();
        let html: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
        let headline = sentence(number, 8);
        let standfirst = sentence(number * 5, 20);
        let entry = NewEntry {
            guid: url.clone(),
            fingerprint: String::new(),
            url: url.clone(),
            other_urls: Vec::new(),
            host,
            headline: headline.clone(),
            standfirst: Some(standfirst.clone()),
            byline: vec![format!("{} {}", word(number * 2), word(number * 2 + 1))],
            published_at: Some(published),
            publisher_section: None,
            section,
            language: Some("en".to_owned()),
            html: String::new(),
            is_clean: true,
            text_state: TextState::Missing,
            figures: Vec::new(),
            has_lead: false,
            enclosures: Vec::new(),
            has_address: true,
            wants_page: true,
        };
        let Some(feed) = feeds.get(usize::try_from(publication).unwrap_or_default()) else { continue };
        library.store_entries(*feed, vec![entry], now)?;
        let Some(article) = library.article_at(&url)? else { continue };
        let capture = Capture {
            headline: Some(&headline),
            standfirst: Some(&standfirst),
            byline: &[],
            published_at: Some(published),
            dated: broadsheet_model::Dated::ToTheTime,
            modified_at: None,
            site: None,
            publisher_section: None,
            section,
            language: None,
            html: &html,
            body: &paragraphs.join("\n"),
            figures: std::slice::from_ref(&figure),
            has_lead: true,
            text_state: TextState::Full,
            text_note: None,
            facts: None,
            sent: None,
        };
        library.store_capture(article, &capture, &[], now)?;
        let picture = gif(number % 200);
        if let Ok(kind) = inspect_picture(&picture) {
            let asset = library.put_media(&picture)?;
            library.note_picture(&figure.src, &asset, kind, picture.len() as u64, now)?;
        }
        if number % 1000 == 999 {
            println!("{} of {articles}", number + 1);
        }
    }
    Ok(())
}

/// A word of two to four syllables; the common ones come far more often than the rare ones.
fn word(seed: i64) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "ren", "ti", "lo", "mar", "ke", "su", "vin", "do", "pal", "es", "ni", "or", "ta", "hel", "mi", "ra",
        "gu", "sol", "ve",
    ];
    let mut state = seed.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D;
    state ^= state >> 29;
    let rank = (state % 10_007) * (state / 10_007 % 10_007) / 10_007;
    let mut left = rank + 400;
    let mut word = String::new();
    while left > 0 && word.len() < 10 {
        word.push_str(SYLLABLES.get(usize::try_from(left % 20).unwrap_or_default()).copied().unwrap_or("a"));
        left /= 20;
    }
    word
}

fn sentence(seed: i64, words: i64) -> String {
    (0..words).map(|place| word(seed * 131 + place)).collect::<Vec<_>>().join(" ")
}

/// A picture of one colour, 600 × 400 pixels, as GIF.
fn gif(colour: i64) -> Vec<u8> {
    let shade = u8::try_from(colour % 200).unwrap_or_default();
    let mut bytes = b"GIF89a\x58\x02\x90\x01\x80\x00\x00".to_vec();
    bytes.extend([shade, 120, 200 - shade, 255, 255, 255]);
    bytes.extend(b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;");
    bytes
}

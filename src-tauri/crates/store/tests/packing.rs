//! Texts are packed, with a dictionary once there are enough of them, and come out as they went in.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use broadsheet_model::{Section, TextState};
use broadsheet_store::Library;
use broadsheet_store::captures::Capture;
use jiff::Timestamp;

fn text(number: u32) -> String {
    (0..40)
        .map(|line| {
            format!("<p>On day {} the harbour of town {} had {} ships.</p>", line + number, number % 7, line * number)
        })
        .collect()
}

fn save(library: &Library, number: u32) -> broadsheet_model::ArticleId {
    let html = text(number);
    let body = html.replace("<p>", "").replace("</p>", "\n");
    let headline = format!("Ships of day {number}");
    let capture = Capture {
        headline: Some(&headline),
        standfirst: None,
        byline: &[],
        published_at: None,
        modified_at: None,
        site: None,
        publisher_section: None,
        section: Section::General,
        language: None,
        html: &html,
        body: &body,
        figures: &[],
        has_lead: false,
        text_state: TextState::Full,
        text_note: None,
        facts: None,
        sent: None,
    };
    let url = format!("https://paper.example/{number}");
    library.save_capture(&url, &[], "paper.example", &capture, Timestamp::UNIX_EPOCH).unwrap()
}

#[test]
fn a_dictionary_is_trained_once_and_every_text_survives_it() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let first = save(&library, 1);
    assert!(!library.train_dictionary(Timestamp::UNIX_EPOCH).unwrap(), "too few texts");
    for number in 2..1_010 {
        save(&library, number);
    }
    let other = Library::open(folder.path()).unwrap();
    assert!(library.train_dictionary(Timestamp::UNIX_EPOCH).unwrap());
    assert!(!library.train_dictionary(Timestamp::UNIX_EPOCH).unwrap(), "once is enough");
    let mut last = Some(0);
    while let Some(after) = last {
        last = library.pack_anew(after).unwrap();
    }
    assert_eq!(library.body(first).unwrap().0, text(1));
    let later = save(&library, 2_000);
    assert_eq!(other.body(later).unwrap().0, text(2_000), "another program learns the dictionary when it meets it");
    drop((library, other));
    let library = Library::open(folder.path()).unwrap();
    assert_eq!(library.body(first).unwrap().0, text(1));
    assert_eq!(library.search("ships ", 0, 5).unwrap().1, 1_010);
}

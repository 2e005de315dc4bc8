//! Names that the reader types, with characters that nobody sees.

use broadsheet_api::{ErrorCode, Library, OpenOptions, lists, names};
use broadsheet_model::FeedId;

#[tokio::test]
async fn names_that_would_turn_a_line_around_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path(), OpenOptions::default()).unwrap();
    for name in ["Turned \u{202e}around", "Two\u{1b}[2J", "Isolated \u{2067}name"] {
        let told = lists::create(&library, name).await.unwrap_err();
        assert_eq!((told.code, told.message.contains("cannot be shown")), (ErrorCode::InvalidInput, true), "{told:?}");
        let told = names::rename_source(&library, FeedId(1), name).await.unwrap_err();
        assert!(told.message.contains("cannot be shown"), "{told:?}");
    }
    let told = lists::create(&library, "\u{feff}\u{202e}").await.unwrap_err();
    assert_eq!(told.message, "A list needs a name.");
    assert_eq!(lists::create(&library, "קריאה\u{200f} 2026").await.unwrap().name, "קריאה\u{200f} 2026");
}

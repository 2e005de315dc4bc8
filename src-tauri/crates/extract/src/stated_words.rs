//! Captions and credits that a page states for machines.

use crate::address::picture_key;
use crate::caption;
use crate::evidence::{Evidence, first_text};
use crate::judge::quick::QuickMap;

/// Captions and credits that the page's JSON-LD gives for pictures, by their keys.
#[derive(Default)]
pub(crate) struct StatedWords(QuickMap<String, (Option<String>, Option<String>)>);

impl StatedWords {
    /// Reads them.
    pub(crate) fn of(evidence: &Evidence) -> Self {
        let mut stated = Self::default();
        for object in evidence.of_type("ImageObject") {
            let field = |names: &[&str]| names.iter().find_map(|name| object.get(*name).and_then(first_text));
            let credit = field(&["creditText", "copyrightNotice", "author", "creator", "copyrightHolder"]);
            let caption = field(&["caption", "description"]);
            if caption.is_none() && credit.is_none() {
                continue;
            }
            let words = caption::split(&caption.unwrap_or_default(), credit.as_deref());
            if words.0.is_some() || words.1.is_some() {
                for url in ["url", "contentUrl", "@id"].iter().filter_map(|name| object.get(*name).and_then(first_text))
                {
                    // The first one counts.
                    stated.0.entry(picture_key(&url)).or_insert_with(|| words.clone());
                }
            }
        }
        stated
    }

    /// Caption and credit of a picture.
    pub(crate) fn of_picture(&self, key: &str) -> (Option<String>, Option<String>) {
        self.0.get(key).cloned().unwrap_or_default()
    }
}

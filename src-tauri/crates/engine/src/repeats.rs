//! Figures of an article that show the lead's picture again: the library keeps them all, and a page shows it once.

use std::collections::HashSet;

use broadsheet_model::AssetId;
use broadsheet_store::pictures::StoredFigure;
use broadsheet_store::{Library, StoreError};

use crate::likeness::alike;

/// Figures that are compared with the lead.
const MOST_COMPARED: usize = 24;

/// Addresses of the figures whose picture is that of the lead in another size, kind or crop, and whose words do not tell
/// that it is meant as another one.
pub(crate) fn of_the_lead(library: &Library, figures: &[StoredFigure]) -> Result<HashSet<String>, StoreError> {
    let Some(lead) = figures.iter().find(|figure| figure.is_lead) else { return Ok(HashSet::new()) };
    let Some(shown) = &lead.asset else { return Ok(HashSet::new()) };
    let others: Vec<&StoredFigure> = figures
        .iter()
        .filter(|figure| !figure.is_lead && figure.figure.src != lead.figure.src && figure.asset.is_some())
        .take(MOST_COMPARED)
        .collect();
    if others.is_empty() {
        return Ok(HashSet::new());
    }
    let ids: Vec<AssetId> = others.iter().filter_map(|figure| figure.asset.clone()).chain([shown.clone()]).collect();
    let likenesses = library.likenesses(&ids)?;
    let is_again = |asset: &AssetId| {
        let both = likenesses.get(asset).zip(likenesses.get(shown));
        asset == shown || both.is_some_and(|(one, other)| alike(one, other))
    };
    // The words of the first one that joins are the lead's from then on, where it had none.
    let mut words = lead.figure.caption.as_deref();
    let mut repeated = HashSet::new();
    for figure in others {
        let caption = figure.figure.caption.as_deref();
        if same_words(words, caption) && figure.asset.as_ref().is_some_and(is_again) {
            words = words.or(caption);
            repeated.insert(figure.figure.src.clone());
        }
    }
    Ok(repeated)
}

/// Whether two captions may stand under one picture: one of them is empty, or holds the other. “Before” and “after” are
/// two pictures, however alike.
fn same_words(one: Option<&str>, other: Option<&str>) -> bool {
    let letters = |words: Option<&str>| -> String {
        words
            .unwrap_or_default()
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (one, other) = (letters(one), letters(other));
    one.contains(&other) || other.contains(&one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_that_tell_two_pictures_apart_do() {
        assert!(same_words(None, Some("The harbour")));
        assert!(same_words(Some("The harbour."), Some("the Harbour")));
        assert!(same_words(Some("The harbour at dawn (Photo: A. Name)"), Some("The harbour at dawn")));
        assert!(!same_words(Some("Before"), Some("After")));
    }
}

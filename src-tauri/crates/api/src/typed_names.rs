//! What every name that the reader types has in common.

use crate::error::ApiError;

/// Whether a terminal would obey a character, or a line's direction.
fn is_obeyed(letter: char) -> bool {
    let turns =
        matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}');
    turns || letter.is_control()
}

/// Whether a name has anything that can be seen.
pub(crate) fn is_seen(name: &str) -> bool {
    name.contains(|letter: char| !letter.is_whitespace() && !is_obeyed(letter))
}

/// Refuses a name with characters that would do something to what stands around it.
///
/// # Errors
/// It has some.
pub(crate) fn refuse_unseen(name: &str) -> Result<(), ApiError> {
    if name.contains(is_obeyed) {
        return Err(ApiError::invalid(
            "The name has characters that cannot be shown.",
            "Type it on one line, without control characters.",
        ));
    }
    Ok(())
}

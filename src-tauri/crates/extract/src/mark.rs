//! The marks that stand in the page for pictures that were lifted out of it.

/// Opens and closes a mark; no page writes these.
pub(crate) const MARK: (&str, &str) = ("\u{2983}figure\u{2983}", "\u{2984}");

/// What every mark begins with.
pub(crate) const SIGN: &[u8] = "\u{2983}".as_bytes();

/// Opens the mark of a picture that stands where furniture does: it may stand beside a figure without being a part of it.
pub(crate) const DOUBTFUL_MARK: &str = "\u{2983}picture\u{2983}";

/// The number of the figure that a mark stands for.
pub(crate) fn marked(text: &str) -> Option<usize> {
    // Almost no text holds one, and every text is asked.
    memchr::memmem::find(text.as_bytes(), SIGN)?;
    let (_, rest) = text.split_once(MARK.0).or_else(|| text.split_once(DOUBTFUL_MARK))?;
    rest.split_once(MARK.1)?.0.parse().ok()
}

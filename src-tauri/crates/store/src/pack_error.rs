//! What can be wrong with a packed text.

/// A text that cannot be unpacked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PackError {
    /// The bytes are not what was written.
    #[error("a stored text is damaged")]
    Damaged,
    /// It needs a dictionary that the library does not hold.
    #[error("a stored text needs the dictionary {0}, which is not in the library")]
    NoDictionary(u32),
}

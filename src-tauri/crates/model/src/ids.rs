//! Ids as types of their own, so that an article's id can never be handed over for a feed's.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        pub struct $name(#[cfg_attr(feature = "typescript", ts(type = "number"))] pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

row_id!(
    /// One article of the library.
    ArticleId
);
row_id!(
    /// One publication: who publishes.
    PublicationId
);
row_id!(
    /// One subscribed document.
    FeedId
);
row_id!(
    /// One archived state of an article's text.
    VersionId
);
row_id!(
    /// One reading list.
    ListId
);
row_id!(
    /// One passage that the reader highlighted.
    HighlightId
);
row_id!(
    /// One sound or film that a feed attached to an entry.
    EnclosureId
);
row_id!(
    /// One piece of feedback that the reader gave on an article.
    FeedbackId
);

/// The name of an archived file: its BLAKE3 hash as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct AssetId(String);

impl AssetId {
    /// Takes a hash as written; `None` unless it is 64 lower-case hexadecimal digits, so that an id can stand in a file
    /// name without any further check.
    #[must_use]
    pub fn parse(hash: &str) -> Option<Self> {
        let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (hash.len() == 64 && hash.bytes().all(hexadecimal)).then(|| Self(hash.to_owned()))
    }

    /// The 64 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AssetId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_id_is_a_hash_and_never_a_path() {
        assert!(AssetId::parse(&"0a".repeat(32)).is_some());
        for bad in ["", "../../etc/passwd", &"0A".repeat(32), &"0a".repeat(31), &"/".repeat(64)] {
            assert_eq!(AssetId::parse(bad), None, "{bad}");
        }
    }
}

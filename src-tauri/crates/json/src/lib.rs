//! JSON as publishers write it.
//!
//! Two things hold for every text that comes in here. A short answer of a server may unpack to millions of values, each of which
//! takes a hundred times its byte in memory: what holds more than any page or feed has is not read at all. And much of what is
//! published is broken in one place: it is mended where a reader can tell what was meant.

mod mend;

use memchr::memchr3_iter;
use serde_json::Value;

pub use crate::mend::values;

/// Objects and lists that a text may hold.
const MOST_OPENED: usize = 150_000;

/// Commas that a text may hold, those of its prose among them.
const MOST_COMMAS: usize = 1_000_000;

/// Whether a text holds no more values than can be kept in memory, some hundred megabytes at the worst.
#[must_use]
pub fn is_bounded(text: &str) -> bool {
    let (mut opened, mut commas) = (0, 0);
    for at in memchr3_iter(b'{', b'[', b',', text.as_bytes()) {
        if text.as_bytes().get(at) == Some(&b',') {
            commas += 1;
        } else {
            opened += 1;
        }
        if opened > MOST_OPENED || commas > MOST_COMMAS {
            return false;
        }
    }
    true
}

/// A document that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it holds.
    pub value: Value,
    /// Why it could not be read as it stood, in words, where it had to be mended.
    pub flaw: Option<String>,
}

/// Reads one document, mended where it is broken.
///
/// # Errors
/// Why it cannot be read, in words.
pub fn document(text: &str) -> Result<Document, String> {
    if !is_bounded(text) {
        return Err("it holds more values than any feed or page has".to_owned());
    }
    match serde_json::from_str(text) {
        Ok(value) => Ok(Document { value, flaw: None }),
        Err(error) => match mend::document(text) {
            Some(value) => Ok(Document { value, flaw: Some(error.to_string()) }),
            None => Err(error.to_string()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_fill_the_memory_is_not_read() {
        let flood = format!("{{\"items\":[{}{{}}]}}", "{\"\":1},".repeat(200_000));
        assert!(document(&flood).is_err());
        assert!(values(&flood).is_empty());
        let prose = format!("{{\"text\":\"{}\"}}", "One, two, three. ".repeat(100_000));
        assert!(document(&prose).is_ok());
    }

    #[test]
    fn a_document_with_one_flaw_is_read_all_the_same() {
        for broken in [
            r#"{"a":"b","x":"\ud83d"}"#,
            "{\"x\":\"one\ntwo\",\"a\":\"b\"}",
            r#"{"x":[1,2,],"a":"b",}"#,
            r#"{"x":undefined,"y":NaN,"a":"b"}"#,
        ] {
            let read = document(broken).unwrap();
            assert!(read.flaw.is_some());
            assert_eq!(read.value["a"], "b", "{broken}");
        }
        assert!(document("{\"a\":").unwrap().value["a"].is_null());
        assert_eq!(document("{}").unwrap().flaw, None);
        assert!(document("<html>").is_err());
        assert!(document("").is_err());
    }
}

//! The entities that a document declares for itself, expanded. What they may come to is bounded for the whole document, so that
//! entities of entities of entities come to nothing.

use std::cell::Cell;
use std::collections::HashMap;

/// Most entities that a document may declare.
const MOST: usize = 256;

/// Longest expansion of one reference, in bytes.
const LONGEST: usize = 4 * 1024;

/// Bytes that all references of a document together may expand to.
pub(super) const BUDGET: usize = 64 * 1024;

/// A document's own entities, expanded.
#[derive(Debug, Default)]
pub(crate) struct Entities {
    values: HashMap<String, String>,
    spent: Cell<usize>,
    /// They came to more than they may.
    abused: Cell<bool>,
}

impl Entities {
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// What the entity stands for; nothing once the document has used up its share.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let value = self.values.get(name)?;
        let spent = self.spent.get().saturating_add(value.len());
        if spent > BUDGET {
            self.abused.set(true);
            return Some("");
        }
        self.spent.set(spent);
        Some(value)
    }

    /// Whether an entity of this name could be taken in: there is room, and none has its name.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.values.len() < MOST && !self.values.contains_key(name)
    }

    /// Takes an entity in; one that expands to too much stands for nothing.
    pub(crate) fn insert(&mut self, name: &str, mut expanded: String) {
        if expanded.len() > LONGEST {
            self.abused.set(true);
            expanded.clear();
        }
        self.values.insert(name.to_owned(), expanded);
    }

    /// Whether they would have come to more than they may.
    pub(crate) fn are_abused(&self) -> bool {
        self.abused.get()
    }

    /// Forgets what was expanded until now: the document itself has its whole share.
    pub(crate) fn rest(&mut self) {
        self.spent.set(0);
    }
}

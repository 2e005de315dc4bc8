//! The entities that a document declares for itself, within bounds.
//!
//! Only values that stand in the document count: nothing is ever fetched. What they may expand to is bounded for the
//! whole document, so that entities of entities of entities come to nothing.

use std::cell::Cell;
use std::collections::HashMap;

use super::references;

/// Most entities that a document may declare.
const MOST: usize = 256;

/// Longest expansion of one reference, in bytes.
const LONGEST: usize = 4 * 1024;

/// Bytes that all references of a document together may expand to.
const BUDGET: usize = 64 * 1024;

/// A document's own entities, expanded.
#[derive(Debug, Default)]
pub(crate) struct Entities {
    values: HashMap<String, String>,
    spent: Cell<usize>,
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
            return Some("");
        }
        self.spent.set(spent);
        Some(value)
    }

    /// Reads the internal subset of a document type declaration. The first declaration of a name counts.
    pub(crate) fn declare(&mut self, doctype: &str) {
        for declaration in doctype.split("<!ENTITY").skip(1) {
            if self.values.len() >= MOST {
                return;
            }
            let Some((name, value)) = declared(declaration) else { continue };
            if self.values.contains_key(name) {
                continue;
            }
            // An entity can only use those declared before it, and is expanded here: there are no cycles.
            let mut expanded = references::resolve(value, Some(self)).into_owned();
            if expanded.len() > LONGEST {
                expanded.clear();
            }
            self.values.insert(name.to_owned(), expanded);
        }
        self.spent.set(0);
    }
}

/// Name and value of an entity declaration without its `<!ENTITY`. Outside entities have an empty value.
fn declared(declaration: &str) -> Option<(&str, &str)> {
    let declaration = declaration.trim_start();
    let (name, rest) = declaration.split_once(char::is_whitespace)?;
    if name == "%" {
        return None;
    }
    let rest = rest.trim_start();
    match rest.chars().next()? {
        quote @ ('"' | '\'') => Some((name, rest.strip_prefix(quote)?.split_once(quote)?.0)),
        _ => Some((name, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_entities_within_bounds() {
        let mut entities = Entities::default();
        entities.declare(" rss [<!ENTITY a 'x &amp; y'><!ENTITY b \"[&a;]\"><!ENTITY c SYSTEM 'file:///etc/passwd'><!ENTITY % d 'e'>]");
        assert_eq!(entities.value("b"), Some("[x & y]"));
        assert_eq!(entities.value("c"), Some(""));
        assert_eq!(entities.value("d"), None);
    }

    #[test]
    fn a_bomb_does_not_go_off() {
        let mut text = String::from("<!ENTITY l0 'lol'>");
        for level in 1..20 {
            text += &format!("<!ENTITY l{level} '{}'>", format!("&l{};", level - 1).repeat(10));
        }
        let mut entities = Entities::default();
        entities.declare(&text);
        let total: usize = (0..1000).filter_map(|_| entities.value("l3").map(str::len)).sum();
        assert!(total <= BUDGET);
    }
}

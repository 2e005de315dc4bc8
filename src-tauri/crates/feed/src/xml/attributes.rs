//! The attributes of a tag, quoted or not.

use std::borrow::Cow;

use super::entities::Entities;
use super::references::resolve;

/// Most attributes of one element that are looked at; honest elements have a dozen.
const MOST: usize = 256;

/// An attribute, its value with references not resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attribute<'t> {
    /// Qualified name as written.
    pub(crate) name: &'t str,
    /// Value as written, without its quotes.
    pub(crate) raw: &'t str,
    /// Where the value starts, in bytes from the start of what the tag holds.
    pub(crate) at: usize,
}

impl<'t> Attribute<'t> {
    /// The name without its prefix.
    pub(crate) fn local(&self) -> &'t str {
        self.name.rsplit_once(':').map_or(self.name, |(_, local)| local)
    }
}

/// The attributes in what a tag holds after its name, in their order.
pub(crate) fn attributes(inside: &str) -> impl Iterator<Item = Attribute<'_>> {
    let mut rest = inside;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|next: char| next.is_whitespace() || matches!(next, '/' | '"' | '\'' | '='));
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|next: char| next.is_whitespace() || next == '=' || next == '/').unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end)?;
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        let Some(value) = value else {
            rest = after;
            return Some(Attribute { name, raw: "", at: inside.len() - after.len() });
        };
        let quoted = value.strip_prefix('"').map(|after| ('"', after));
        let quoted = quoted.or_else(|| value.strip_prefix('\'').map(|after| ('\'', after)));
        let (start, (raw, after)) = match quoted {
            // Without its closing quote a value ends at white space, as if it had none.
            Some((quote, start)) => (start, start.split_once(quote).unwrap_or_else(|| bare(start))),
            None => (value, bare(value)),
        };
        rest = after;
        Some(Attribute { name, raw, at: inside.len() - start.len() })
    })
    .take(MOST)
}

fn bare(value: &str) -> (&str, &str) {
    let end = value.find(char::is_whitespace).unwrap_or(value.len());
    value.split_at_checked(end).unwrap_or((value, ""))
}

/// The attributes of one element, ready to be asked for.
#[derive(Debug, Default)]
pub(crate) struct Attributes<'t> {
    found: Vec<Attribute<'t>>,
}

impl<'t> Attributes<'t> {
    /// Reads the attributes of another element in place of those before.
    pub(crate) fn read(&mut self, inside: &'t str) {
        self.found.clear();
        self.found.extend(attributes(inside));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Attribute<'t>> {
        self.found.iter()
    }

    /// The value of the attribute with this name, whatever its prefix and case. One without a prefix comes first.
    pub(crate) fn get(&self, name: &str, entities: &Entities) -> Option<Cow<'t, str>> {
        let plain = self.found.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name));
        let found =
            plain.or_else(|| self.found.iter().find(|attribute| attribute.local().eq_ignore_ascii_case(name)))?;
        Some(resolve(found.raw, Some(entities)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_bare_doubled_and_broken() {
        let read = |text| attributes(text).map(|found| (found.name, found.raw)).collect::<Vec<_>>();
        assert_eq!(read(" a='1' b = \"2\"c=3 d x:e=''"), [("a", "1"), ("b", "2"), ("c", "3"), ("d", ""), ("x:e", "")]);
        assert_eq!(read(" a=\"1 b='2'"), [("a", "1"), ("b", "2")]);
        assert_eq!(read("=\"'/"), []);
        assert_eq!(read(&" a='1'".repeat(20_000)).len(), MOST);
        let mut held = Attributes::default();
        held.read(" rdf:about='x' ABOUT='y&amp;z'");
        assert_eq!(held.get("about", &Entities::default()).as_deref(), Some("y&z"));
    }
}

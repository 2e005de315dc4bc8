//! What a document type declaration declares.
//!
//! Only values that stand in the document count: nothing is ever fetched.

use super::entities::Entities;
use super::references;

/// Reads the entities of a declaration's internal subset. The first declaration of a name counts.
pub(crate) fn declare(doctype: &str, entities: &mut Entities) {
    for declaration in doctype.split("<!ENTITY").skip(1) {
        let Some((name, value)) = declared(declaration) else { continue };
        if entities.wants(name) {
            // An entity can only use those declared before it, and is expanded here: there are no cycles.
            let expanded = references::resolve(value, Some(entities)).into_owned();
            entities.insert(name, expanded);
        }
    }
    entities.rest();
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
    use super::super::entities::BUDGET;
    use super::*;

    #[test]
    fn own_entities_within_bounds() {
        let mut entities = Entities::default();
        declare(
            " rss [<!ENTITY a 'x &amp; y'><!ENTITY b \"[&a;]\"><!ENTITY c SYSTEM 'file:///etc/passwd'><!ENTITY % d 'e'>]",
            &mut entities,
        );
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
        declare(&text, &mut entities);
        let total: usize = (0..1000).filter_map(|_| entities.value("l3").map(str::len)).sum();
        assert!(total <= BUDGET);
    }
}

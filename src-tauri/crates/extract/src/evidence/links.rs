//! What the address of a link says of where it leads.

use url::Url;

/// Whether an address is that of an author's page, as most systems build it.
pub(crate) fn leads_to_author(href: &str) -> bool {
    leads(href, |segment| {
        matches!(
            segment,
            "author"
                | "authors"
                | "autor"
                | "autoren"
                | "autores"
                | "auteur"
                | "auteurs"
                | "autore"
                | "autori"
                | "people"
                | "person"
                | "contributor"
                | "contributors"
                | "writers"
                | "writer"
                | "journalist"
                | "journalists"
                | "by"
                | "staff"
                | "profile"
                | "profiles"
                | "reporter"
                | "reporters"
                | "user"
                | "users"
                | "team"
                | "columnist"
                | "columnists"
                | "redaktion"
                | "redakteure"
                | "by-author"
                | "byline"
                | "correspondents"
                | "bio"
        )
    })
}

/// Whether an address is that of a site's first page.
pub(crate) fn leads_home(href: &str, page: Option<&Url>) -> bool {
    let href = href.trim();
    let rest = href.split_once("//").filter(|(scheme, _)| matches!(*scheme, "" | "http:" | "https:"));
    match rest {
        None => href == "/" && page.is_some(),
        Some((_, rest)) => {
            let host = rest.strip_suffix('/').unwrap_or(rest);
            let own = page.and_then(|page| Some((page.host_str()?, page.port())));
            own.is_some_and(|(own, port)| match port {
                None => host.eq_ignore_ascii_case(own),
                Some(port) => host
                    .rsplit_once(':')
                    .is_some_and(|(host, named)| host.eq_ignore_ascii_case(own) && named.parse() == Ok(port)),
            })
        }
    }
}

/// Whether an address is that of a category's page, as most systems build it.
pub(crate) fn leads_to_category(href: &str) -> bool {
    leads(href, |segment| {
        matches!(
            segment,
            "category"
                | "categories"
                | "kategorie"
                | "kategorien"
                | "categorie"
                | "categoria"
                | "rubrik"
                | "rubrique"
                | "rubrica"
                | "ressort"
                | "kategori"
                | "kategoria"
                | "section"
                | "sections"
                | "topic"
                | "topics"
                | "thema"
                | "themen"
                | "cat"
        )
    })
}

/// Whether a step of an address's path, with another one after it, is such a one.
fn leads(href: &str, named: impl Fn(&str) -> bool) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let mut segments = path.split('/').skip(1).filter(|segment| !segment.is_empty()).peekable();
    while let Some(segment) = segments.next() {
        if segment.len() <= 14 && segments.peek().is_some() && named(segment.to_ascii_lowercase().as_str()) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_authors_and_categories_are_known() {
        assert!(leads_to_author("https://a.example/author/ana-roth/"));
        assert!(leads_to_author("/people/ana-roth?x=1"));
        assert!(!leads_to_author("/authors/"));
        assert!(!leads_to_author("/news/authors-of-the-deal"));
        assert!(leads_to_category("/category/world"));
        assert!(!leads_to_category("https://category.example/"));
    }

    #[test]
    fn the_first_page_is_known() {
        let page = Url::parse("https://www.courier.example/world/ferry").ok();
        for href in [
            "/",
            "https://www.courier.example",
            "https://www.courier.example/",
            "//www.courier.example/",
            "http://WWW.courier.example/",
        ] {
            assert!(leads_home(href, page.as_ref()), "{href}");
        }
        for href in [
            "",
            "#",
            "/world",
            "https://www.courier.example/world/",
            "https://other.example/",
            "mailto://www.courier.example",
        ] {
            assert!(!leads_home(href, page.as_ref()), "{href}");
        }
        let local = Url::parse("http://127.0.0.1:8080/x").ok();
        assert!(leads_home("http://127.0.0.1:8080/", local.as_ref()));
        assert!(!leads_home("http://127.0.0.1/", local.as_ref()));
    }
}

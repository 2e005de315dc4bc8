//! Which vocabulary a name is from.
//!
//! Publishers write namespaces with the wrong case, scheme or slash, forget to declare them, or declare them empty; the
//! well-known prefix then says what was meant.

/// Most declarations in scope that are kept.
const MOST: usize = 256;

/// A vocabulary that feeds use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    /// RSS of any version, or no namespace at all.
    Plain,
    /// Atom 0.3 and 1.0.
    Atom,
    Rdf,
    DublinCore,
    DublinCoreTerms,
    Content,
    Media,
    Itunes,
    Podcast,
    PodloveChapters,
    Slash,
    Syndication,
    Threading,
    CommentApi,
    FeedBurner,
    News,
    Image,
    Xhtml,
    Xml,
    /// Of a vocabulary that is not read.
    Unknown,
}

impl Space {
    /// Whether names of this vocabulary are those of the feed formats themselves.
    pub(crate) fn is_core(self) -> bool {
        matches!(self, Self::Plain | Self::Atom)
    }
}

/// The namespace declarations in scope.
#[derive(Debug, Default)]
pub(crate) struct Scopes<'t> {
    /// Depth of the declaring element, prefix, vocabulary.
    declared: Vec<(usize, &'t str, Space)>,
}

impl<'t> Scopes<'t> {
    /// Takes in the declarations among the attributes of an element at `depth`.
    pub(crate) fn declare(&mut self, depth: usize, name: &'t str, uri: &str) {
        let prefix = match name.strip_prefix("xmlns") {
            Some("") => "",
            Some(rest) => match rest.strip_prefix(':') {
                Some(prefix) => prefix,
                None => return,
            },
            None => return,
        };
        if self.declared.len() < MOST {
            let space = by_uri(uri).or_else(|| by_prefix(prefix));
            // A default namespace that nobody knows is the feed's own, badly named; a prefix may be anything.
            let unknown = if prefix.is_empty() { Space::Plain } else { Space::Unknown };
            self.declared.push((depth, prefix, space.unwrap_or(unknown)));
        }
    }

    /// Forgets what elements deeper than `depth` declared.
    pub(crate) fn leave(&mut self, depth: usize) {
        while self.declared.last().is_some_and(|(declared, ..)| *declared > depth) {
            self.declared.pop();
        }
    }

    /// Vocabulary and local name of an element.
    pub(crate) fn of<'n>(&self, name: &'n str) -> (Space, &'n str) {
        let (prefix, local) = match name.split_once(':') {
            Some((prefix, local)) if !local.is_empty() => (prefix, local),
            _ => ("", name),
        };
        let declared = self.declared.iter().rev().find(|(_, known, _)| known.eq_ignore_ascii_case(prefix));
        let space = match declared {
            Some((.., space)) => *space,
            None if prefix.is_empty() => Space::Plain,
            None => by_prefix(prefix).unwrap_or(Space::Unknown),
        };
        (space, local)
    }
}

fn by_uri(uri: &str) -> Option<Space> {
    let lower = uri.trim().to_ascii_lowercase();
    let lower = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")).unwrap_or(&lower);
    let name = lower.trim_start_matches("www.").trim_end_matches(['/', '#']);
    Some(match name {
        "w3.org/1999/02/22-rdf-syntax-ns" => Space::Rdf,
        "w3.org/1999/xhtml" => Space::Xhtml,
        "w3.org/xml/1998/namespace" => Space::Xml,
        "purl.org/rss/1.0/modules/content" => Space::Content,
        "purl.org/rss/1.0/modules/slash" => Space::Slash,
        "purl.org/rss/1.0/modules/syndication" => Space::Syndication,
        "purl.org/syndication/thread/1.0" => Space::Threading,
        "wellformedweb.org/commentapi" => Space::CommentApi,
        "podlove.org/simple-chapters" => Space::PodloveChapters,
        "w3.org/2000/svg" | "w3.org/1998/math/mathml" => Space::Unknown,
        _ if name.starts_with("purl.org/atom") || name.starts_with("w3.org/2005/atom") => Space::Atom,
        _ if name.starts_with("purl.org/dc/elements") || name.starts_with("purl.org/metadata/dublin_core") => {
            Space::DublinCore
        }
        _ if name.starts_with("purl.org/dc/terms") => Space::DublinCoreTerms,
        _ if name.starts_with("purl.org/rss/1.0/modules") => Space::Unknown,
        _ if name.starts_with("search.yahoo.com/mrss") || name.starts_with("tools.search.yahoo.com/mrss") => {
            Space::Media
        }
        _ if name.starts_with("itunes.com/dtds/podcast") || name.starts_with("example.com/dtds/podcast") => {
            Space::Itunes
        }
        _ if name.starts_with("podcastindex.org/namespace") || name.contains("podcast-namespace") => Space::Podcast,
        _ if name.starts_with("rssnamespace.org/feedburner") => Space::FeedBurner,
        _ if name.starts_with("google.com/schemas/sitemap-news") => Space::News,
        _ if name.starts_with("google.com/schemas/sitemap-image") => Space::Image,
        _ if name.starts_with("purl.org/rss")
            || name.starts_with("purl.org/net/rss")
            || name.starts_with("my.netscape.com")
            || name.starts_with("channel.netscape.com")
            || name.starts_with("backend.userland.com")
            || name.starts_with("blogs.law.harvard.edu")
            || name.starts_with("cyber.law.harvard.edu")
            || name.starts_with("sitemaps.org/schemas") =>
        {
            Space::Plain
        }
        _ => return None,
    })
}

fn by_prefix(prefix: &str) -> Option<Space> {
    Some(match prefix.to_ascii_lowercase().as_str() {
        "atom" | "atom10" | "atom03" => Space::Atom,
        "rdf" => Space::Rdf,
        "rss" => Space::Plain,
        "dc" => Space::DublinCore,
        "dcterms" | "dct" => Space::DublinCoreTerms,
        "content" => Space::Content,
        "media" => Space::Media,
        "itunes" => Space::Itunes,
        "podcast" => Space::Podcast,
        "psc" => Space::PodloveChapters,
        "slash" => Space::Slash,
        "sy" => Space::Syndication,
        "thr" => Space::Threading,
        "wfw" => Space::CommentApi,
        "feedburner" => Space::FeedBurner,
        "news" => Space::News,
        "image" => Space::Image,
        "xhtml" | "html" => Space::Xhtml,
        "xml" => Space::Xml,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_undeclared_and_misspelt() {
        let mut scopes = Scopes::default();
        scopes.declare(1, "xmlns", "http://example.org/nobody-knows");
        scopes.declare(1, "xmlns:m", "HTTPS://search.yahoo.com/mrss");
        scopes.declare(1, "xmlns:dc", "");
        scopes.declare(2, "xmlns:title", "http://example.org/other");
        assert_eq!(scopes.of("title"), (Space::Plain, "title"));
        assert_eq!(scopes.of("M:thumbnail"), (Space::Media, "thumbnail"));
        assert_eq!(scopes.of("dc:creator"), (Space::DublinCore, "creator"));
        assert_eq!(scopes.of("itunes:author"), (Space::Itunes, "author"));
        assert_eq!(scopes.of("foo:title"), (Space::Unknown, "title"));
        assert_eq!(scopes.of("title:x"), (Space::Unknown, "x"));
        scopes.leave(0);
        assert_eq!(scopes.of("m:thumbnail"), (Space::Unknown, "thumbnail"));
    }
}

//! The publications: who they are, which feeds they offer and in which format.

/// The document in which a publication lists its articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedFormat {
    /// RSS 2.0.
    Rss,
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    JsonFeed,
    /// A sitemap with the news extension, and no feed at all.
    NewsSitemap,
}

/// One site with its own origin.
#[derive(Debug, Clone, Copy)]
pub struct Publication {
    /// The id by which tests and the control port name it.
    pub id: &'static str,
    /// The name as readers see it.
    pub name: &'static str,
    /// The line under the name.
    pub strapline: &'static str,
    /// A BCP 47 language tag; single articles may differ.
    pub language: &'static str,
    /// The format of all its feeds.
    pub format: FeedFormat,
    /// The colour of its icon.
    pub colour: u32,
    /// `{section}`, `{language}` and `{slug}` are filled in.
    pub article_path: &'static str,
    /// Its subscribable documents, the main one first.
    pub feeds: &'static [Feed],
    /// Listed in the OPML and on the front pages.
    pub listed: bool,
}

/// One subscribable document of a publication.
#[derive(Debug, Clone, Copy)]
pub struct Feed {
    /// The path on the publication's site.
    pub path: &'static str,
    /// The title that the feed gives itself.
    pub title: &'static str,
    /// Which articles it lists.
    pub choice: Choice,
    /// Whether its entries carry the whole text.
    pub full: Full,
}

/// Which articles a feed lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Every article.
    All,
    /// The articles of one section.
    Section(&'static str),
    /// The articles in one language.
    Language(&'static str),
}

/// Which entries carry the whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// No entry does.
    Never,
    /// Every second entry.
    Some,
    /// Every entry does.
    Always,
}

const fn section(path: &'static str, title: &'static str, name: &'static str) -> Feed {
    Feed { path, title, choice: Choice::Section(name), full: Full::Never }
}

const fn whole(path: &'static str, title: &'static str, full: Full) -> Feed {
    Feed { path, title, choice: Choice::All, full }
}

/// Every publication, in the order of their ports.
pub const PUBLICATIONS: [Publication; 6] = [
    Publication {
        id: "courier",
        name: "The Brennhaven Courier",
        strapline: "News from the river to the coast since 1871",
        language: "en",
        format: FeedFormat::Rss,
        colour: 0x8E2B2B,
        article_path: "/{section}/{slug}",
        feeds: &[
            whole("/feeds/main.xml", "The Brennhaven Courier", Full::Never),
            section("/feeds/conflict.xml", "The Brennhaven Courier: Conflict", "Conflict"),
            section("/feeds/politics.xml", "The Brennhaven Courier: Politics", "Politics"),
            section("/feeds/business.xml", "The Brennhaven Courier: Business", "Business"),
            section("/feeds/science-tech.xml", "The Brennhaven Courier: Science & Tech", "Science & Tech"),
            section("/feeds/health.xml", "The Brennhaven Courier: Health", "Health"),
            section("/feeds/culture.xml", "The Brennhaven Courier: Culture", "Culture"),
            section("/feeds/sport.xml", "The Brennhaven Courier: Sport", "Sport"),
            section("/feeds/environment.xml", "The Brennhaven Courier: Environment", "Environment"),
        ],
        listed: true,
    },
    Publication {
        id: "orrery",
        name: "Orrery",
        strapline: "A magazine of how things turn",
        language: "en-GB",
        format: FeedFormat::Atom,
        colour: 0x23436B,
        article_path: "/articles/{slug}",
        feeds: &[whole("/atom.xml", "Orrery", Full::Some)],
        listed: true,
    },
    Publication {
        id: "touchline",
        name: "Touchline & Stage",
        strapline: "Sport before supper, theatre after",
        language: "en",
        format: FeedFormat::JsonFeed,
        colour: 0x2F6B4F,
        article_path: "/{slug}.html",
        feeds: &[whole("/feed.json", "Touchline & Stage", Full::Always)],
        listed: true,
    },
    Publication {
        id: "dispatch",
        name: "Merrow Dispatch",
        strapline: "The harbour towns, every hour",
        language: "en",
        format: FeedFormat::NewsSitemap,
        colour: 0x1F5C6B,
        article_path: "/news/{section}/{slug}",
        feeds: &[whole("/news-sitemap.xml", "Merrow Dispatch", Full::Never)],
        listed: true,
    },
    Publication {
        id: "overland",
        name: "Overland",
        strapline: "One road, many tongues",
        language: "en",
        format: FeedFormat::Rss,
        colour: 0x7A5A1F,
        article_path: "/{language}/{slug}/",
        feeds: &[
            whole("/rss", "Overland", Full::Always),
            Feed { path: "/de/rss", title: "Overland auf Deutsch", choice: Choice::Language("de"), full: Full::Always },
            Feed {
                path: "/ar/rss", title: "Overland بالعربية", choice: Choice::Language("ar"), full: Full::Always
            },
            Feed {
                path: "/ja/rss", title: "Overland 日本語版", choice: Choice::Language("ja"), full: Full::Always
            },
        ],
        listed: true,
    },
    Publication {
        id: "trapdoor",
        name: "Trapdoor Gazette",
        strapline: "Trust nothing on this page",
        language: "en",
        format: FeedFormat::Rss,
        colour: 0x333333,
        article_path: "/{slug}",
        feeds: &[whole("/feed.xml", "Trapdoor Gazette", Full::Always)],
        listed: false,
    },
];

impl Publication {
    /// The publication with that id.
    pub fn named(id: &str) -> Option<&'static Self> {
        PUBLICATIONS.iter().find(|publication| publication.id == id)
    }

    /// Where this publication stands in [`PUBLICATIONS`].
    pub fn place(&self) -> usize {
        PUBLICATIONS.iter().position(|publication| publication.id == self.id).unwrap_or_default()
    }

    /// The path of an article's page.
    pub fn path_for(&self, section: &str, language: &str, slug: &str) -> String {
        self.article_path
            .replace("{section}", &slug_of(section))
            .replace("{language}", language)
            .replace("{slug}", slug)
    }
}

/// A section or person as part of a path: `Science & Tech` becomes `science-tech`.
pub fn slug_of(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

//! What one element says by its name and attributes.

use dom_query::NodeRef;

use super::shown::Tag;
use super::signs::{Signs, of_names, of_property};
use super::swept::Swept;
use crate::judge::quick::QuickMap;

/// The signs of attributes that the walk has met: most stand on a page many times.
#[derive(Default)]
pub(super) struct Names(QuickMap<String, Signs>);

impl Names {
    fn of(&mut self, value: &str) -> Signs {
        if let Some(known) = self.0.get(value) {
            return *known;
        }
        let signs = of_names(value);
        self.0.insert(value.to_owned(), signs);
        signs
    }
}

/// What an element's tag and attributes say.
pub(super) struct Seen {
    pub(super) tag: Tag,
    pub(super) own: Signs,
    pub(super) inherited: Signs,
    pub(super) stated: Option<String>,
    pub(super) href: Option<String>,
    pub(super) block: bool,
    pub(super) enter: bool,
}

/// Reads one element; what it says of the page as a whole goes to `swept`. `None` where nothing inside is to be read.
pub(super) fn look(node: &NodeRef<'_>, swept: &mut Swept, names: &mut Names) -> Option<Seen> {
    let element = node.element_ref()?;
    let name: &str = &element.name.local;
    let attribute = |wanted: &str| {
        element.attrs.iter().find(|attribute| &*attribute.name.local == wanted).map(|attribute| &*attribute.value)
    };
    match name {
        "meta" => {
            let named = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| attribute(key));
            let content = attribute("content").map(str::trim).filter(|content| !content.is_empty())?;
            for name in named?.split_whitespace().take(6) {
                swept.metas.push((name.to_ascii_lowercase(), content.to_owned()));
            }
            if named?.contains(' ') {
                swept.metas.push((named?.trim().to_ascii_lowercase(), content.to_owned()));
            }
            let own = of_property(attribute("itemprop").unwrap_or_default());
            return Some(Seen {
                tag: Tag::Meta,
                own,
                inherited: Signs::NONE,
                stated: Some(content.to_owned()),
                href: None,
                block: false,
                enter: false,
            });
        }
        "link" => {
            if let (Some(rel), Some(href)) = (attribute("rel"), attribute("href")) {
                swept.links.push((rel.to_ascii_lowercase(), href.to_owned()));
                let is_feed = attribute("type").is_some_and(|kind| kind.contains("rss") || kind.contains("atom"));
                if let Some(title) = attribute("title").filter(|_| is_feed) {
                    swept.feeds.push(title.to_owned());
                }
            }
            return None;
        }
        "title" => {
            if swept.title.is_none() {
                swept.title = crate::words::folded(&node.text());
            }
            return None;
        }
        "script" | "style" | "noscript" | "template" | "svg" | "iframe" | "select" | "textarea" => return None,
        _ => {}
    }
    let mut own = Signs::NONE;
    let mut inherited = Signs::NONE;
    let (mut stated, mut href) = (None, None);
    let is_root = matches!(name, "html" | "body" | "head");
    for attribute in &element.attrs {
        let value: &str = &attribute.value;
        match &*attribute.name.local {
            "class" | "id" | "data-testid" | "data-component" | "data-qa" | "data-test" | "data-type" if !is_root => {
                own = own.with(names.of(value));
            }
            "itemprop" | "property" => own = own.with(of_property(value)),
            "rel" => {
                for rel in value.split_whitespace() {
                    own = own.with(match rel.to_ascii_lowercase().as_str() {
                        "author" => Signs::AUTHOR.with(Signs::REL),
                        "tag" => Signs::TAGS.with(Signs::REL),
                        "category" => Signs::SECTION.with(Signs::REL),
                        _ => Signs::NONE,
                    });
                }
            }
            "datetime" => stated = Some(value.to_owned()),
            "data-datetime" | "data-timestamp" | "data-time" | "data-date" | "data-epoch" | "data-unixtime"
            | "data-unix" | "data-utc" | "data-published" | "data-publish-date"
                if stated.is_none()
                    && matches!(name, "time" | "span" | "p" | "abbr" | "small" | "i")
                    && value.len() < 40
                    && value.bytes().filter(u8::is_ascii_digit).count() >= 8 =>
            {
                own = own.with(Signs::DATE);
                stated = Some(value.to_owned());
            }
            "content" if stated.is_none() => stated = Some(value.to_owned()),
            "alt" if name == "img" => stated = Some(value.to_owned()),
            "title" if stated.is_none() && matches!(name, "abbr" | "time" | "span") => {
                // What is told as “two hours ago” is said in full here.
                if value.len() < 60 && value.bytes().filter(u8::is_ascii_digit).count() >= 5 {
                    own = own.with(Signs::DATE);
                }
                stated = Some(value.to_owned());
            }
            "href" => href = Some(value.to_owned()),
            "hidden" => inherited = inherited.with(Signs::HIDDEN),
            "aria-hidden" if value == "true" => inherited = inherited.with(Signs::HIDDEN),
            "aria-current" => own = own.with(Signs::ACTIVE),
            "style" if hides(value) => inherited = inherited.with(Signs::HIDDEN),
            "pubdate" => own = own.with(Signs::PUBLISHED),
            _ => {}
        }
    }
    inherited = inherited.with(own.only(Signs::INHERITED)).with(match name {
        "nav" => Signs::NAV,
        "footer" => Signs::FOOTER,
        "aside" => Signs::ASIDE,
        "header" => Signs::HEADER,
        "article" => Signs::ARTICLE,
        "main" => Signs::MAIN,
        "figure" | "figcaption" => Signs::FIGURE,
        _ => Signs::NONE,
    });
    let tag = match name {
        "h1" => Tag::Heading(1),
        "h2" => Tag::Heading(2),
        "h3" => Tag::Heading(3),
        "time" => Tag::Time,
        "a" => Tag::Link,
        "img" => Tag::Image,
        _ => Tag::Other,
    };
    Some(Seen { tag, own, inherited, stated, href, block: is_block(name), enter: name != "img" })
}

fn hides(style: &str) -> bool {
    style.contains("none") && style.contains("display") && {
        let style: String = style.chars().filter(|next| !next.is_whitespace()).collect();
        style.contains("display:none")
    }
}

fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "cite"
            | "code"
            | "em"
            | "font"
            | "i"
            | "img"
            | "label"
            | "mark"
            | "meta"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "wbr"
            | "button"
    )
}

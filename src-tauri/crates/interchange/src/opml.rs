//! OPML, the format in which readers exchange subscriptions (<http://opml.org/spec2.opml>).

use std::collections::HashMap;

use broadsheet_model::Folder;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Subscriptions of a file that are read; the largest lists have a few thousand.
pub const MOST_SUBSCRIPTIONS: usize = 50_000;

/// A subscription as a file named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The feed's address as written.
    pub url: String,
    /// Its name.
    pub title: Option<String>,
    /// The folders that it lies in, outermost first.
    pub folders: Vec<String>,
}

/// A document cannot be used as a list of subscriptions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpmlError {
    /// It has no `<opml>`.
    #[error("the file is not an OPML list of subscriptions")]
    NotOpml,
    /// It is one, and no outline in it names a feed.
    #[error("the list of subscriptions names no feeds")]
    Empty,
}

/// Reads every subscription of a document. Broken XML ends the reading, not the import: what stood before it counts.
///
/// # Errors
/// The document is no OPML, or names no feed.
pub fn read_opml(document: &str) -> Result<Vec<Subscription>, OpmlError> {
    let mut reader = Reader::from_str(document.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = false;
    let mut found = Vec::new();
    let mut folders: Vec<Option<String>> = Vec::new();
    let mut root = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if is(&tag, "opml") => root = true,
            Ok(Event::Start(tag)) if is(&tag, "outline") => {
                let outline = Outline::of(&tag);
                let folder = outline.url.is_none().then(|| outline.title.clone()).flatten();
                found.extend(outline.subscription(named(&folders)));
                folders.push(folder);
            }
            Ok(Event::Empty(tag)) if is(&tag, "outline") => {
                found.extend(Outline::of(&tag).subscription(named(&folders)));
            }
            Ok(Event::End(tag)) if tag.local_name().as_ref().eq_ignore_ascii_case("outline") => {
                folders.pop();
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
        if found.len() >= MOST_SUBSCRIPTIONS {
            break;
        }
    }
    match (found.is_empty(), root) {
        (false, _) => Ok(found),
        (true, true) => Err(OpmlError::Empty),
        (true, false) => Err(OpmlError::NotOpml),
    }
}

/// Whether a document that [`read_opml`] reads ends too early, or is broken on the way: what stood behind that is lost.
#[must_use]
pub fn breaks_off(document: &str) -> bool {
    let mut reader = Reader::from_str(document.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = false;
    let mut open = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if is(&tag, "opml") => open += 1,
            Ok(Event::End(tag)) if tag.local_name().as_ref().eq_ignore_ascii_case("opml") => {
                open = open.saturating_sub(1);
            }
            Ok(Event::Eof) => return open > 0,
            Err(_) => return true,
            Ok(_) => {}
        }
    }
}

/// The folders that a subscription is said to lie in; deeper ones count as the last that is told apart.
fn named(folders: &[Option<String>]) -> &[Option<String>] {
    folders.get(..Folder::DEEPEST).unwrap_or(folders)
}

fn is(tag: &BytesStart, name: &str) -> bool {
    tag.local_name().as_ref().eq_ignore_ascii_case(name)
}

struct Outline {
    url: Option<String>,
    title: Option<String>,
}

impl Outline {
    fn of(tag: &BytesStart) -> Self {
        let (mut url, mut title, mut text) = (None, None, None);
        for attribute in tag.attributes().with_checks(false).flatten() {
            let raw = attribute.value.as_ref().to_owned();
            let value = quick_xml::escape::unescape(&raw).map_or_else(|_| raw.clone(), |value| value.into_owned());
            let value = value.trim().to_owned();
            if value.is_empty() {
                continue;
            }
            match attribute.key.local_name().as_ref().to_ascii_lowercase().as_str() {
                "xmlurl" => url = Some(value),
                "title" => title = Some(value),
                "text" => text = Some(value),
                _ => {}
            }
        }
        Self { url, title: title.or(text) }
    }

    fn subscription(self, folders: &[Option<String>]) -> Option<Subscription> {
        Some(Subscription { url: self.url?, title: self.title, folders: folders.iter().flatten().cloned().collect() })
    }
}

/// A folder and those on the way to it, outermost first.
fn ways(folders: &[String]) -> impl Iterator<Item = &[String]> {
    (1..=folders.len()).filter_map(|depth| folders.get(..depth))
}

/// Writes a list of subscriptions as OPML 2.0: those in no folder first, then folder by folder, each kept together, in the order in
/// which they come first.
#[must_use]
pub fn write_opml(title: &str, subscriptions: &[Subscription]) -> String {
    let escape = |text: &str| quick_xml::escape::escape(text).into_owned();
    let mut document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>{}</title></head>\n<body>\n",
        escape(title)
    );
    let mut sorted: Vec<&Subscription> = subscriptions.iter().collect();
    let mut places: HashMap<&[String], usize> = HashMap::new();
    for way in subscriptions.iter().flat_map(|subscription| ways(&subscription.folders)) {
        let place = places.len();
        places.entry(way).or_insert(place);
    }
    sorted.sort_by_cached_key(|found| ways(&found.folders).map(|way| places.get(way).copied()).collect::<Vec<_>>());
    let mut open: &[String] = &[];
    for subscription in sorted {
        let shared = open.iter().zip(&subscription.folders).take_while(|(here, wanted)| here == wanted).count();
        document.push_str(&"</outline>\n".repeat(open.len() - shared));
        for folder in subscription.folders.iter().skip(shared) {
            let name = escape(folder);
            document.push_str(&format!("<outline text=\"{name}\" title=\"{name}\">\n"));
        }
        open = &subscription.folders;
        let name = escape(subscription.title.as_deref().unwrap_or(&subscription.url));
        let url = escape(&subscription.url);
        document.push_str(&format!("<outline type=\"rss\" text=\"{name}\" title=\"{name}\" xmlUrl=\"{url}\"/>\n"));
    }
    document.push_str(&"</outline>\n".repeat(open.len()));
    document.push_str("</body>\n</opml>\n");
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_breaks_off_is_known() {
        let whole = r#"<opml version="1.0"><body><outline xmlUrl="https://a.example/f"/></body></opml>"#;
        assert!(!breaks_off(whole));
        assert!(!breaks_off(r#"<outline xmlUrl="https://a.example/f"/>"#), "it never had a root");
        for cut in [whole.len() - 7, whole.len() - 20, 50] {
            let part = whole.get(..cut).unwrap();
            assert!(breaks_off(part), "{part}");
        }
    }

    #[test]
    fn a_bomb_is_read_as_far_as_anybody_needs_it() {
        let deep = format!("<opml>{}", "<outline text='x'>".repeat(20_000));
        let many = "<outline xmlUrl='https://a.example/'/>".repeat(MOST_SUBSCRIPTIONS + 10);
        let read = read_opml(&(deep + &many)).unwrap();
        assert_eq!(read.len(), MOST_SUBSCRIPTIONS);
        assert!(read.iter().all(|subscription| subscription.folders.len() == Folder::DEEPEST));
    }

    #[test]
    fn folders_names_and_odd_spellings_are_read() {
        let document = r#"<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title></head><body>
            <outline text="World"><outline text="A &amp; B" xmlUrl="https://a.example/feed?x=1&amp;y=2"/>
              <outline text="Deep"><outline title="C" text="c" type="rss" xmlURL="https://c.example/"></outline></outline>
            </outline>
            <outline XMLURL="https://d.example/rss" text=""/>
        </body></opml>"#;
        let read = read_opml(document).unwrap();
        assert_eq!(read.len(), 3);
        assert_eq!(read[0].url, "https://a.example/feed?x=1&y=2");
        assert_eq!(read[0].title.as_deref(), Some("A & B"));
        assert_eq!(read[0].folders, ["World"]);
        assert_eq!(read[1].folders, ["World", "Deep"]);
        assert_eq!(read[1].title.as_deref(), Some("C"));
        assert_eq!(read[2].title, None);
        assert!(read[2].folders.is_empty());
    }

    #[test]
    fn what_stands_before_a_fault_counts() {
        let read = read_opml("<opml><body><outline xmlUrl='https://a.example/'/><outline xmlUrl=<<").unwrap();
        assert_eq!(read.len(), 1);
    }

    #[test]
    fn other_files_are_refused_in_words() {
        assert_eq!(read_opml("<html><body>Sign in</body></html>"), Err(OpmlError::NotOpml));
        assert_eq!(read_opml(""), Err(OpmlError::NotOpml));
        for none in ["<opml><body><outline text='x'/></body></opml>", "<opml><body/></opml>", "<opml/>"] {
            assert_eq!(read_opml(none), Err(OpmlError::Empty));
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mine = [Subscription {
            url: "https://a.example/?a=1&b=<2>".into(),
            title: Some("“A” & B".into()),
            folders: vec![],
        }];
        assert_eq!(read_opml(&write_opml("Broadsheet", &mine)).unwrap(), mine);
    }

    #[test]
    fn each_folder_is_written_once_with_all_that_lies_in_it() {
        let of = |name: &str, folders: &[&str]| Subscription {
            url: format!("https://{name}.example/"),
            title: Some(name.to_owned()),
            folders: folders.iter().map(|folder| (*folder).to_owned()).collect(),
        };
        let mine = [
            of("a", &["World", "Europe"]),
            of("b", &["Arts \"&\" <Film>"]),
            of("c", &[]),
            of("d", &["World"]),
            of("e", &["World", "Europe"]),
            of("f", &["World", "Asia", "Japan"]),
            of("g", &["Worlds", "Europe"]),
        ];
        let document = write_opml("Broadsheet", &mine);
        let read = read_opml(&document).unwrap();
        let names: Vec<&str> = read.iter().filter_map(|found| found.title.as_deref()).collect();
        assert_eq!(names, ["c", "d", "a", "e", "f", "b", "g"]);
        assert!(mine.iter().all(|wanted| read.contains(wanted)), "{document}");
        assert_eq!(document.matches("<outline text=\"World\"").count(), 1, "{document}");
        assert_eq!(document.matches("</outline>").count(), 7, "{document}");
    }
}

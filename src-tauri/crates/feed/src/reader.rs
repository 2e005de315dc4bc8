//! Reads a feed of any XML format: a stack of open elements, and what each of them says.
//!
//! One pass over the tokens, no tree. What an element means stands in `vocabulary`; what needs more than its text is read
//! in `elements`; where a text goes is `fields`; the finished form is `finish`.

use std::rc::Rc;

use broadsheet_model::{Entry, FeedFormat, ParsedFeed};

use crate::capture::{Capture, Form};
use crate::draft::Draft;
use crate::finish;
use crate::links::Base;
use crate::vocabulary::{Field, Meaning, Place, meaning};
use crate::xml::attributes::Attributes;
use crate::xml::entities::Entities;
use crate::xml::namespaces::{Scopes, Space};
use crate::xml::references::resolve;
use crate::xml::tokens::{Token, Tokens};

/// Deepest nesting that is followed; the tags of what lies deeper are passed over, its text is kept.
const MAX_DEPTH: usize = 256;

/// Most entries that are read from one feed.
pub(crate) const MAX_ENTRIES: usize = 10_000;

/// An open element.
#[derive(Debug)]
pub(crate) struct Frame<'t> {
    name: &'t str,
    place: Place,
    at_end: AtEnd<'t>,
    /// The `xml:base` in force.
    pub(crate) base: Option<Rc<Base>>,
}

/// What to do when an element ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AtEnd<'t> {
    Nothing,
    /// Its text says something.
    Field(Field, u8),
    /// It named somebody.
    Person(Field, u8),
    Image(u8),
    Source,
    Entry,
    /// It was markup within a text; under this name.
    Markup(&'t str),
}

/// Somebody who is being named.
#[derive(Debug, Default)]
pub(crate) struct NamedPerson {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) url: Option<String>,
}

/// The state between two tokens.
pub(crate) struct Reader<'t> {
    pub(crate) format: FeedFormat,
    /// The address of the document.
    pub(crate) document: Option<Rc<Base>>,
    pub(crate) entities: Entities,
    scopes: Scopes<'t>,
    pub(crate) attributes: Attributes<'t>,
    stack: Vec<Frame<'t>>,
    pub(crate) capture: Option<Capture<'t>>,
    /// Text outside any field, in elements that hold text or children.
    pub(crate) loose: String,
    pub(crate) person: NamedPerson,
    pub(crate) feed: Draft<'t>,
    pub(crate) entry: Option<Draft<'t>>,
    entries: Vec<Entry>,
    /// How many `channel` elements have been opened.
    pub(crate) channels: u8,
    /// Whether the document ended too early.
    truncated: bool,
    /// Whether its tags do not pair.
    is_broken: bool,
}

/// Reads the feed whose root element comes next, and says whether the document breaks off inside it.
pub(crate) fn read<'t>(tokens: Tokens<'t>, entities: Entities, format: FeedFormat, url: &str) -> (ParsedFeed, bool) {
    let mut reader = Reader {
        format,
        document: Base::new(url).map(Rc::new),
        entities,
        scopes: Scopes::default(),
        attributes: Attributes::default(),
        stack: Vec::new(),
        capture: None,
        loose: String::new(),
        person: NamedPerson::default(),
        feed: Draft::default(),
        entry: None,
        entries: Vec::new(),
        channels: 0,
        truncated: false,
        is_broken: false,
    };
    for token in tokens {
        reader.take(token);
        if reader.stack.is_empty() || reader.entries.len() >= MAX_ENTRIES {
            break;
        }
    }
    reader.truncated = !reader.stack.is_empty();
    reader.close_down_to(0);
    let truncated = reader.truncated;
    let is_broken = truncated || reader.is_broken || reader.entities.are_abused();
    let feed = finish::feed(reader.feed, reader.entries, format, reader.document.as_deref());
    (ParsedFeed { is_broken, ..feed }, truncated)
}

impl<'t> Reader<'t> {
    fn take(&mut self, token: Token<'t>) {
        match token {
            Token::Start { name, attributes, empty } => self.open(name, attributes, empty),
            Token::End(name) => {
                let opened = self.stack.iter().rposition(|frame| frame.name.eq_ignore_ascii_case(name));
                // Elements that are always empty are not followed within a text.
                self.is_broken |= opened.map_or(!Capture::is_void(name), |at| at + 1 != self.stack.len());
                if let Some(at) = opened {
                    self.close_down_to(at);
                }
            }
            Token::Text(raw) => {
                if let Some(capture) = &mut self.capture {
                    capture.text(raw, &self.entities);
                } else if self.gathers_loose_text() {
                    self.loose.push_str(&resolve(raw, Some(&self.entities)));
                }
            }
            Token::Cdata(text) => {
                if let Some(capture) = &mut self.capture {
                    capture.section(text);
                } else if self.gathers_loose_text() {
                    self.loose.push_str(text);
                }
            }
            Token::Doctype(_) => {}
        }
    }

    fn gathers_loose_text(&self) -> bool {
        self.stack.last().is_some_and(|frame| matches!(frame.place, Place::Person | Place::Image | Place::Source))
    }

    /// The `xml:base` in force.
    pub(crate) fn base(&self) -> Option<Rc<Base>> {
        self.stack.last().and_then(|frame| frame.base.clone())
    }

    fn open(&mut self, name: &'t str, inside: &'t str, empty: bool) {
        if self.stack.len() >= MAX_DEPTH {
            return;
        }
        self.attributes.read(inside);
        let (base, language) = self.enter_scope();
        let (space, local) = self.scopes.of(name);
        let lower = local.to_ascii_lowercase();
        if !empty && self.starts_next_entry(space, &lower) {
            // The entry before was never closed.
            self.is_broken = true;
            if let Some(at) = self.stack.iter().rposition(|frame| frame.at_end == AtEnd::Entry) {
                self.close_down_to(at);
            }
        }
        if self.capture.is_some() {
            self.open_markup(name, if space == Space::Xhtml { local } else { name }, base, empty);
            return;
        }
        let place = self.stack.last().map(|frame| frame.place);
        let found = match place {
            Some(Place::Entry) if space.is_core() && matches!(lower.as_str(), "item" | "entry") => Meaning::Nothing,
            // The root is the feed, or an entry that stands alone.
            None if lower == "entry" => Meaning::Entry,
            None => Meaning::Feed,
            Some(place) => meaning(place, space, &lower),
        };
        self.stack.push(Frame { name, place: Place::Elsewhere, at_end: AtEnd::Nothing, base });
        let (place, at_end) = self.begin(found, space, language);
        if let Some(frame) = self.stack.last_mut() {
            (frame.place, frame.at_end) = (place, at_end);
        }
        if empty {
            self.close_top();
        }
    }

    /// Whether the element that opens has one around it.
    pub(crate) fn is_inside_root(&self) -> bool {
        self.stack.len() > 1
    }

    /// Whether the element that opens stands in a group.
    pub(crate) fn parent_is_group(&self) -> bool {
        self.stack.iter().rev().nth(1).is_some_and(|frame| frame.place == Place::Group)
    }

    /// Takes in the declarations of the element that opens: namespaces, base and language.
    fn enter_scope(&mut self) -> (Option<Rc<Base>>, Option<String>) {
        let outer = self.base();
        let mut base = None;
        let mut language = None;
        for attribute in self.attributes.iter() {
            let raw = attribute.raw;
            match attribute.name {
                "xml:base" => {
                    let written = resolve(raw.trim(), Some(&self.entities));
                    let against = outer.as_deref().or(self.document.as_deref());
                    base = Base::new(
                        &against.map_or_else(|| written.clone().into_owned(), |outer| outer.resolve(&written)),
                    );
                }
                "xml:lang" => language = Some(raw.trim().to_owned()).filter(|tag| !tag.is_empty()),
                name if name.starts_with("xmlns") => self.scopes.declare(self.stack.len() + 1, name, raw),
                _ => {}
            }
        }
        (base.map(Rc::new).or(outer), language)
    }

    fn starts_next_entry(&self, space: Space, local: &str) -> bool {
        space.is_core()
            && matches!(local, "item" | "entry")
            && self.entry.is_some()
            && match &self.capture {
                Some(capture) => capture.form() != Form::Xhtml,
                // What an extension wraps in elements of its own is not the feed's.
                None => self.stack.last().is_some_and(|frame| frame.place == Place::Entry),
            }
    }

    /// A child element of a text.
    fn open_markup(&mut self, name: &'t str, shown: &'t str, base: Option<Rc<Base>>, empty: bool) {
        let around = self.stack.iter().rev().find(|frame| !matches!(frame.at_end, AtEnd::Markup(_)));
        let same = around.is_some_and(|frame| frame.base == base);
        if let Some(capture) = &mut self.capture {
            capture.open(shown, self.attributes.iter(), base.as_deref().filter(|_| !same));
        }
        if Capture::is_void(shown) {
            self.scopes.leave(self.stack.len());
            return;
        }
        self.stack.push(Frame { name, place: Place::Elsewhere, at_end: AtEnd::Markup(shown), base });
        if empty {
            self.close_top();
        }
    }

    /// Closes open elements until `length` of them are left.
    fn close_down_to(&mut self, length: usize) {
        while self.stack.len() > length {
            self.close_top();
        }
    }

    fn close_top(&mut self) {
        let Some(Frame { at_end, base, .. }) = self.stack.pop() else { return };
        self.scopes.leave(self.stack.len());
        match at_end {
            AtEnd::Nothing => {}
            AtEnd::Markup(name) => {
                if let Some(capture) = &mut self.capture {
                    capture.close(name);
                }
            }
            AtEnd::Field(field, rank) => {
                // Half a link is worse than none.
                if let Some(capture) = self.capture.take().filter(|_| !self.truncated) {
                    self.say(field, rank, capture, base);
                }
            }
            AtEnd::Person(field, rank) => self.name_person(field, rank),
            AtEnd::Image(rank) => self.show_loose_image(rank, base),
            AtEnd::Source => self.end_source(),
            AtEnd::Entry => self.end_entry(),
        }
    }

    fn end_entry(&mut self) {
        let Some(entry) = self.entry.take() else { return };
        // An entry that the document broke off in is kept if it is known by something that was whole.
        if self.truncated && entry.link.get().is_none() && entry.id.get().is_none() {
            return;
        }
        let site = self.feed.link.get().and_then(|link| link.absolute(self.document.as_deref()));
        let site = site.as_deref().and_then(Base::new);
        self.entries.push(finish::entry(entry, site.as_ref(), self.document.as_deref()));
    }

    /// The entry that is open, or else the feed.
    pub(crate) fn target(&mut self) -> &mut Draft<'t> {
        self.entry.as_mut().unwrap_or(&mut self.feed)
    }
}

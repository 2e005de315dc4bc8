//! Elements that say something in their attributes, or that hold others.

use std::borrow::Cow;
use std::rc::Rc;

use broadsheet_model::{Chapter, Enclosure, EntrySource, FeedFormat, Media};

use crate::capture::{Capture, Form};
use crate::dates;
use crate::draft::{Draft, Link, MOST};
use crate::links::Base;
use crate::people::person;
use crate::plain::{folded, text_of, trimmed};
use crate::reader::{AtEnd, NamedPerson, Reader};
use crate::values::{number, seconds};
use crate::vocabulary::{Field, Meaning, Place};
use crate::xml::namespaces::Space;

impl<'t> Reader<'t> {
    fn attribute(&self, name: &str) -> Option<Cow<'t, str>> {
        let value = self.attributes.get(name, &self.entities)?;
        (!value.trim().is_empty()).then_some(value)
    }

    fn link_in(&self, names: &[&str]) -> Option<Link<'t>> {
        let href = names.iter().find_map(|name| self.attribute(name))?;
        Some(Link { href, base: self.base() })
    }

    /// Begins an element: what its children are in, and what to do when it ends.
    pub(crate) fn begin(&mut self, found: Meaning, space: Space, language: Option<String>) -> (Place, AtEnd<'t>) {
        match found {
            Meaning::Feed => {
                self.channels = self.channels.saturating_add(u8::from(self.is_inside_root()));
                self.feed.language.offer(1, language);
                self.feed.link.offer(7, self.link_in(&["href"]).filter(|_| self.format == FeedFormat::Cdf));
                self.feed.updated.offer(7, self.attribute("lastmod").and_then(|written| dates::parse(&written)));
                (Place::Feed, AtEnd::Nothing)
            }
            Meaning::Entry => {
                self.begin_entry(language);
                (Place::Entry, AtEnd::Entry)
            }
            Meaning::Says(Field::Content, rank) => {
                if let Some(source) = self.link_in(&["src"]) {
                    self.target().content_src.offer(rank, Some(source));
                }
                self.says(Field::Content, rank, space)
            }
            Meaning::Says(field, rank) => self.says(field, rank, space),
            Meaning::Guid => {
                let permanent =
                    self.attribute("isPermaLink").is_none_or(|value| !value.trim().eq_ignore_ascii_case("false"));
                self.says(if permanent { Field::PermanentId } else { Field::Id }, 8, space)
            }
            Meaning::Holds(place) => (place, AtEnd::Nothing),
            Meaning::Names(field, rank) => {
                self.loose.clear();
                self.person = NamedPerson::default();
                (Place::Person, AtEnd::Person(field, rank))
            }
            Meaning::Link(rank) => self.begin_link(rank, space),
            Meaning::Image(rank) => {
                self.loose.clear();
                if let Some(link) = self.link_in(&["href", "url", "resource"]) {
                    self.target().image.offer(rank, Some(link));
                }
                (Place::Image, AtEnd::Image(rank))
            }
            Meaning::Source => {
                self.loose.clear();
                let link = self.link_in(&["url", "href"]).and_then(|link| link.absolute(self.document.as_deref()));
                self.target().source = Some(EntrySource { link, ..EntrySource::default() });
                (Place::Source, AtEnd::Source)
            }
            Meaning::Enclosure => {
                self.attach();
                (Place::Elsewhere, AtEnd::Nothing)
            }
            Meaning::Category => {
                let named = self.attribute("label").or_else(|| self.attribute("term"));
                match named.and_then(|name| text_of(&name)) {
                    Some(name) => {
                        self.target().categorise(Some(name));
                        // The label is for people, the term is what other feeds use too.
                        let term = self.attribute("term").and_then(|term| text_of(&term));
                        self.target().categorise(term.filter(|term| !term.contains("://")));
                        (Place::Elsewhere, AtEnd::Nothing)
                    }
                    None => self.says(Field::Category, 0, space),
                }
            }
            Meaning::Subjects => {
                let name = self.attribute("text").and_then(|name| text_of(&name));
                let plain = name.is_none();
                self.target().categorise(name);
                if plain { self.says(Field::Category, 0, space) } else { (Place::Group, AtEnd::Nothing) }
            }
            Meaning::MediaCategory => {
                let name = self.attribute("label").and_then(|name| text_of(&name));
                self.target().categorise(name);
                (Place::Elsewhere, AtEnd::Nothing)
            }
            Meaning::MediaContent => {
                self.show_media();
                (Place::Group, AtEnd::Nothing)
            }
            Meaning::MediaThumbnail => match self.link_in(&["url", "href"]) {
                Some(link) => {
                    // One beside a group is of the whole entry.
                    let rank = if self.parent_is_group() { 7 } else { 8 };
                    let width = self
                        .attribute("width")
                        .and_then(|width| number(&width))
                        .and_then(|width| width.try_into().ok());
                    let entry = self.target();
                    entry.thumbnail.offer(rank, Some(link));
                    // The widest of several; one that does not say may be of any width.
                    entry.thumbnail_width = entry.thumbnail_width.max(Some(width.unwrap_or(u32::MAX)));
                    (Place::Elsewhere, AtEnd::Nothing)
                }
                None => self.says(Field::Thumbnail, 8, space),
            },
            Meaning::Chapter => {
                let start = self.attribute("start").and_then(|start| seconds(&start));
                if let Some(start) = start
                    && self.target().chapters.len() < MOST
                {
                    let title = self.attribute("title").and_then(|title| folded(&title));
                    self.target().chapters.push(Chapter { title, start });
                }
                (Place::Elsewhere, AtEnd::Nothing)
            }
            Meaning::Nothing => (Place::Elsewhere, AtEnd::Nothing),
        }
    }

    fn begin_entry(&mut self, language: Option<String>) {
        let mut entry = Draft::default();
        entry.language.offer(1, language);
        if let Some(about) = self.attribute("about") {
            // RSS 1.0 knows an entry by this, whatever else identifies what it is about.
            entry.id.offer(6, trimmed(&about));
            entry.link.offer(1, Some(Link { href: about, base: self.base() }));
        }
        entry.link.offer(7, self.link_in(&["href"]));
        entry.updated.offer(7, self.attribute("lastmod").and_then(|written| dates::parse(&written)));
        self.entry = Some(entry);
    }

    fn says(&mut self, field: Field, rank: u8, space: Space) -> (Place, AtEnd<'t>) {
        self.capture = Some(Capture::new(self.form(space)));
        (Place::Elsewhere, AtEnd::Field(field, rank))
    }

    /// What kind of text the element holds that opens.
    fn form(&self, space: Space) -> Form {
        let is_atom = space == Space::Atom || space == Space::Plain && self.format == FeedFormat::Atom;
        if self.attribute("mode").is_some_and(|mode| mode.trim().eq_ignore_ascii_case("base64")) {
            return Form::Encoded;
        }
        let Some(kind) = self.attribute("type") else {
            return if is_atom { Form::Text } else { Form::Html };
        };
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.as_str() {
            "html" | "text/html" => Form::Html,
            "xhtml" | "application/xhtml+xml" => Form::Xhtml,
            "text" | "plain" | "text/plain" => Form::Text,
            kind if kind.ends_with("/xml") || kind.ends_with("+xml") => Form::Xhtml,
            kind if kind.starts_with("text/") => Form::Text,
            kind if kind.contains('/') => Form::Encoded,
            _ if is_atom => Form::Text,
            _ => Form::Html,
        }
    }

    fn begin_link(&mut self, rank: u8, space: Space) -> (Place, AtEnd<'t>) {
        let Some(link) = self.link_in(&["href"]) else {
            // An empty address in an attribute is no reason to read the text.
            return if self.attributes.get("href", &self.entities).is_some() {
                self.begin_empty_link()
            } else {
                self.says(Field::Link, rank, space)
            };
        };
        let written = self.attribute("rel");
        let written = written.as_deref().map(str::trim);
        // Relations are in small letters (RFC 4287, section 4.2.7.2); others count where those are missing.
        let odd = u8::from(written.is_some_and(|written| written.contains(|next: char| next.is_ascii_uppercase())));
        let relation = written.map(str::to_ascii_lowercase);
        let relation =
            relation.as_deref().map_or("alternate", |relation| relation.rsplit('/').next().unwrap_or(relation));
        let kind = self.attribute("type").map(|kind| kind.trim().to_ascii_lowercase());
        // In RSS the feed's own `link` says where its page is, Atom's stand beside it.
        let rank = if self.format == FeedFormat::Atom || space == Space::Plain { rank } else { rank.saturating_sub(4) };
        let rank = rank.saturating_sub(odd);
        let is_page = kind.as_deref().is_none_or(|kind| kind.contains("html"));
        match relation {
            "alternate" if written.is_none() && self.format != FeedFormat::Atom => {
                self.target().link.replace(rank, Some(link))
            }
            "alternate" => self.target().link.offer(if is_page { rank } else { rank - 1 }, Some(link)),
            "self" => {
                if self.entry.is_some() {
                    self.target().link.offer(0, Some(link));
                } else {
                    self.feed.link.offer(0, Some(link.clone()));
                    self.feed.self_link.offer(rank, Some(link));
                }
            }
            "enclosure" => {
                let length = self.attribute("length").and_then(|length| number(&length));
                let enclosure = Enclosure { url: String::new(), media_type: kind, length };
                self.target().attach(link, enclosure);
            }
            "replies" => self.target().comments.offer(if is_page { 2 } else { 1 }, Some(link)),
            "image" => self.target().image.offer(rank, Some(link)),
            "icon" | "shortcut icon" => self.target().icon.offer(1, Some(link)),
            _ => {}
        }
        (Place::Elsewhere, AtEnd::Nothing)
    }

    /// `href=""` means the document itself, which says something only under an `xml:base`.
    fn begin_empty_link(&mut self) -> (Place, AtEnd<'t>) {
        let relation = self.attribute("rel");
        if let Some(base) = self.base() {
            let link = Link { href: Cow::Owned(base.resolve("")), base: None };
            match relation.as_deref().map(str::trim) {
                Some("self") => self.feed.self_link.offer(1, Some(link)),
                None | Some("alternate") => self.target().link.offer(2, Some(link)),
                _ => {}
            }
        }
        (Place::Elsewhere, AtEnd::Nothing)
    }

    fn attach(&mut self) {
        let Some(link) = self.link_in(&["url", "href"]) else { return };
        let media_type = self.attribute("type").and_then(|kind| trimmed(&kind));
        let length = self.attribute("length").and_then(|length| number(&length));
        self.target().attach(link, Enclosure { url: String::new(), media_type, length });
    }

    fn show_media(&mut self) {
        let duration = self.attribute("duration").and_then(|duration| seconds(&duration));
        self.target().duration.offer(1, duration.map(|duration| duration as u64));
        let Some(link) = self.link_in(&["url", "href"]) else { return };
        let medium = self.attribute("medium").map(|medium| medium.trim().to_ascii_lowercase());
        let medium = medium.filter(|medium| matches!(medium.as_str(), "image" | "audio" | "video"));
        let media_type = self.attribute("type").and_then(|kind| trimmed(&kind));
        let is_image =
            medium.as_deref() == Some("image") || media_type.as_deref().is_some_and(|kind| kind.starts_with("image"));
        // Without a type the medium is all that is known: RFC 9110 calls that a media range.
        let media_type = media_type.or_else(|| medium.map(|medium| format!("{medium}/*")));
        if self.entry.is_none() {
            self.feed.image.offer(1, Some(link).filter(|_| is_image));
            return;
        }
        let width = self.attribute("width").and_then(|width| number(&width)).and_then(|width| width.try_into().ok());
        let media = &mut self.target().media;
        if media.len() < MOST {
            media.push((link, Media { media_type, width, ..Media::default() }));
        }
    }

    pub(crate) fn name_person(&mut self, field: Field, rank: u8) {
        let NamedPerson { name, email, url } = std::mem::take(&mut self.person);
        let line = text_of(&std::mem::take(&mut self.loose));
        let mut named = name.as_deref().or(line.as_deref()).and_then(person).unwrap_or_default();
        if email.is_some() {
            named.email = email;
        }
        named.url = url;
        match field {
            Field::Contributor => self.target().contributors.add(rank, Some(named)),
            _ => self.target().authors.add(rank, Some(named)),
        }
    }

    pub(crate) fn show_loose_image(&mut self, rank: u8, base: Option<Rc<Base>>) {
        let written = std::mem::take(&mut self.loose);
        if let Some(address) = trimmed(&written).filter(|address| !address.contains(char::is_whitespace)) {
            self.target().image.offer(rank, Some(Link { href: Cow::Owned(address), base }));
        }
    }

    pub(crate) fn end_source(&mut self) {
        let line = text_of(&std::mem::take(&mut self.loose));
        if let Some(source) = &mut self.target().source
            && source.title.is_none()
        {
            source.title = line;
        }
    }
}

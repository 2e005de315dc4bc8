//! A feed and an entry while they are being read: several elements may say the same thing, and the best one counts.

use std::borrow::Cow;
use std::rc::Rc;

use broadsheet_model::{Chapter, Enclosure, EntrySource, Media, Person};
use jiff::Timestamp;

use crate::links::Base;

/// Most subjects, people, files or pictures of one entry that are kept.
pub(crate) const MOST: usize = 256;

/// A value and how good the element is that said it.
#[derive(Debug)]
pub(crate) struct Best<T> {
    rank: u8,
    value: Option<T>,
}

impl<T> Default for Best<T> {
    fn default() -> Self {
        Self { rank: 0, value: None }
    }
}

impl<T> Best<T> {
    /// Takes a value from a better element than before; among equals the first stays.
    pub(crate) fn offer(&mut self, rank: u8, value: Option<T>) {
        if value.is_some() && (self.value.is_none() || rank > self.rank) {
            (self.rank, self.value) = (rank, value);
        }
    }

    /// Takes a value from an element at least as good as before: among equals the last stays.
    pub(crate) fn replace(&mut self, rank: u8, value: Option<T>) {
        if value.is_some() && (self.value.is_none() || rank >= self.rank) {
            (self.rank, self.value) = (rank, value);
        }
    }

    pub(crate) fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    pub(crate) fn rank(&self) -> Option<u8> {
        self.value.as_ref().map(|_| self.rank)
    }

    pub(crate) fn into(self) -> Option<T> {
        self.value
    }
}

/// HTML whose links are not absolute yet.
#[derive(Debug)]
pub(crate) struct Html<'t> {
    pub(crate) text: Cow<'t, str>,
    /// The `xml:base` that holds there.
    pub(crate) base: Option<Rc<Base>>,
}

/// A link that is not absolute yet.
#[derive(Debug, Clone)]
pub(crate) struct Link<'t> {
    pub(crate) href: Cow<'t, str>,
    pub(crate) base: Option<Rc<Base>>,
}

/// People, each with the rank of the element that names them.
#[derive(Debug, Default)]
pub(crate) struct People(Vec<(u8, Person)>);

impl People {
    pub(crate) fn add(&mut self, rank: u8, person: Option<Person>) {
        let Some(person) = person.filter(|person| *person != Person::default()) else { return };
        if self.0.len() < MOST && !self.0.iter().any(|(known, other)| *known == rank && *other == person) {
            self.0.push((rank, person));
        }
    }

    /// Those of the best element that names anybody; mere addresses give way to names.
    pub(crate) fn into(self) -> Vec<Person> {
        let best = |named: bool| {
            let ranks = self.0.iter().filter(|(_, person)| !named || person.name.is_some());
            ranks.map(|(rank, _)| *rank).max()
        };
        let Some(best) = best(true).or_else(|| best(false)) else { return Vec::new() };
        self.0.into_iter().filter(|(rank, _)| *rank == best).map(|(_, person)| person).collect()
    }
}

/// What both a feed and an entry say.
#[derive(Debug, Default)]
pub(crate) struct Draft<'t> {
    pub(crate) title: Best<String>,
    pub(crate) link: Best<Link<'t>>,
    pub(crate) self_link: Best<Link<'t>>,
    pub(crate) id: Best<String>,
    pub(crate) published: Best<Timestamp>,
    pub(crate) updated: Best<Timestamp>,
    pub(crate) authors: People,
    pub(crate) contributors: People,
    pub(crate) categories: Vec<String>,
    pub(crate) rights: Best<String>,
    pub(crate) language: Best<String>,
    pub(crate) image: Best<Link<'t>>,
    pub(crate) thumbnail: Best<Link<'t>>,
    /// Pixels that it is wide.
    pub(crate) thumbnail_width: Option<u32>,
    // Of entries alone.
    pub(crate) summary: Best<Html<'t>>,
    pub(crate) content: Best<Html<'t>>,
    pub(crate) content_src: Best<Link<'t>>,
    pub(crate) enclosures: Vec<(Link<'t>, Enclosure)>,
    pub(crate) media: Vec<(Link<'t>, Media)>,
    pub(crate) duration: Best<u64>,
    pub(crate) explicit: Best<bool>,
    pub(crate) episode: Best<u64>,
    pub(crate) season: Best<u64>,
    pub(crate) comments: Best<Link<'t>>,
    pub(crate) source: Option<EntrySource>,
    pub(crate) chapters: Vec<Chapter>,
    // Of feeds alone.
    pub(crate) subtitle: Best<String>,
    pub(crate) generator: Best<String>,
    pub(crate) icon: Best<Link<'t>>,
    pub(crate) ttl: Best<u64>,
    pub(crate) quiet_hours: u32,
    pub(crate) quiet_days: u32,
    pub(crate) update_period: Option<u64>,
    pub(crate) update_frequency: Option<u64>,
}

impl<'t> Draft<'t> {
    /// Adds an attached file.
    pub(crate) fn attach(&mut self, link: Link<'t>, enclosure: Enclosure) {
        if self.enclosures.len() < MOST {
            self.enclosures.push((link, enclosure));
        }
    }

    /// Adds a subject, once.
    pub(crate) fn categorise(&mut self, category: Option<String>) {
        if let Some(category) = category.filter(|category| !self.categories.contains(category))
            && self.categories.len() < MOST
        {
            self.categories.push(category);
        }
    }
}

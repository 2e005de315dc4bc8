//! Where the text of an element goes.

use std::borrow::Cow;
use std::rc::Rc;

use broadsheet_model::{Enclosure, FeedFormat};

use crate::capture::Capture;
use crate::dates;
use crate::draft::{Html, Link};
use crate::links::{self, Base};
use crate::plain::{folded, trimmed};
use crate::reader::Reader;
use crate::values::{explicit, hour, number, period, seconds, weekday};
use crate::vocabulary::{DESCRIPTION, Field, SUMMARY};

impl<'t> Reader<'t> {
    /// Takes in what an element said that has ended. `base` is the `xml:base` that held there.
    pub(crate) fn say(&mut self, field: Field, rank: u8, capture: Capture<'t>, base: Option<Rc<Base>>) {
        let link = |capture: Capture<'t>, base| capture.literal().map(|href| Link { href, base });
        match field {
            Field::Title => self.target().title.offer(rank, capture.plain()),
            Field::Description => self.describe(rank, capture, base),
            Field::MediaDescription => {
                let media = self.entry.as_mut().and_then(|entry| entry.media.last_mut());
                if let Some((_, media)) = media {
                    media.description = media.description.take().or_else(|| capture.clone().plain());
                }
                self.describe(rank, capture, base);
            }
            Field::MediaCredit => {
                let media = self.entry.as_mut().and_then(|entry| entry.media.last_mut());
                if let Some((_, media)) = media {
                    media.credit = media.credit.take().or_else(|| capture.plain());
                }
            }
            Field::Content => {
                let html = capture.html().map(|text| Html { text, base });
                self.target().content.offer(rank, html);
            }
            Field::Link => {
                let link = link(capture, base);
                // Of several in one channel the last counts, of several channels the first.
                if self.channels > 1 && self.entry.is_none() {
                    self.feed.link.offer(rank, link);
                } else {
                    self.target().link.replace(rank, link);
                }
            }
            Field::Id => {
                let id = capture.literal().map(|id| self.identifier(id, base));
                self.target().id.offer(rank, id);
            }
            Field::PermanentId => {
                let id = capture.literal();
                let is_address =
                    id.as_deref().is_some_and(|id| id.starts_with("http://") || id.starts_with("https://"));
                if is_address {
                    let href = id.clone().unwrap_or_default();
                    self.target().link.offer(3, Some(Link { href, base }));
                }
                self.target().id.offer(rank, id.map(Cow::into_owned));
            }
            Field::Date => {
                let time = capture.literal().and_then(|text| dates::parse(&text));
                self.target().published.offer(rank, time);
                self.target().updated.offer(1, time);
            }
            Field::Published => {
                self.target().published.offer(rank, capture.literal().and_then(|text| dates::parse(&text)))
            }
            Field::Updated => {
                self.target().updated.replace(rank, capture.literal().and_then(|text| dates::parse(&text)))
            }
            Field::Language => self.target().language.offer(rank, capture.plain()),
            Field::Rights => self.target().rights.offer(rank, capture.plain()),
            Field::Generator => self.feed.generator.offer(rank, capture.plain()),
            Field::Logo => {
                let link = link(capture, base);
                self.target().image.offer(rank, link);
            }
            Field::Icon => {
                let link = link(capture, base);
                self.target().icon.offer(rank, link);
            }
            Field::Thumbnail => {
                let link = link(capture, base);
                self.target().thumbnail.offer(rank, link);
            }
            Field::Category => {
                let name = capture.plain();
                self.target().categorise(name);
            }
            Field::Keywords => {
                let words = capture.plain().unwrap_or_default();
                for word in words.split(',') {
                    self.target().categorise(folded(word));
                }
            }
            Field::Comments => {
                let link = link(capture, base);
                self.target().comments.offer(rank, link);
            }
            Field::OriginalEnclosure => self.name_enclosure(link(capture, base)),
            Field::Duration => {
                let length = capture.literal().and_then(|written| seconds(&written));
                self.target().duration.offer(rank, length.map(|length| length as u64));
            }
            Field::Explicit => {
                self.target().explicit.offer(rank, capture.literal().and_then(|written| explicit(&written)))
            }
            Field::Episode => self.target().episode.offer(rank, capture.literal().and_then(|written| number(&written))),
            Field::Season => self.target().season.offer(rank, capture.literal().and_then(|written| number(&written))),
            Field::TimeToLive => self.feed.ttl.offer(rank, capture.literal().and_then(|written| number(&written))),
            Field::QuietHour => {
                self.feed.quiet_hours |=
                    capture.literal().and_then(|written| hour(&written)).map_or(0, |hour| 1 << hour);
            }
            Field::QuietDay => {
                self.feed.quiet_days |=
                    capture.literal().and_then(|written| weekday(&written)).map_or(0, |day| 1 << day);
            }
            Field::UpdatePeriod => self.feed.update_period = capture.literal().and_then(|written| period(&written)),
            Field::UpdateFrequency => {
                self.feed.update_frequency = capture.literal().and_then(|written| number(&written))
            }
            Field::PersonName => self.person.name = self.person.name.take().or_else(|| capture.plain()),
            Field::PersonEmail => self.person.email = self.person.email.take().or_else(|| capture.plain()),
            Field::PersonUrl => {
                let url = link(capture, base).and_then(|link| link.absolute(self.document.as_deref()));
                self.person.url = self.person.url.take().or(url);
            }
            Field::ImageUrl => {
                let link = link(capture, base);
                self.target().image.offer(8, link);
            }
            Field::SourceTitle | Field::SourceLink | Field::SourceId => self.say_source(field, capture, base),
            Field::Author | Field::Contributor => {}
        }
    }

    /// An identifier as written, but for one that is an address without its host, which would be another feed's as well.
    fn identifier(&self, id: Cow<'t, str>, base: Option<Rc<Base>>) -> String {
        let relative = self.format == FeedFormat::Atom && ["/", "./", "../"].iter().any(|start| id.starts_with(start));
        match base.as_deref().or(self.document.as_deref()).filter(|_| relative) {
            Some(base) => base.resolve(&id),
            None => id.into_owned(),
        }
    }

    fn describe(&mut self, rank: u8, capture: Capture<'t>, base: Option<Rc<Base>>) {
        match &mut self.entry {
            Some(entry) => {
                let html = capture.html().map(|text| Html { text, base });
                // Where an entry has both a summary and a description, the description is its text.
                match (entry.summary.rank(), rank) {
                    (Some(SUMMARY), DESCRIPTION) => entry.content.offer(1, html),
                    (Some(DESCRIPTION), SUMMARY) if html.is_some() => {
                        let description = std::mem::take(&mut entry.summary);
                        entry.content.offer(1, description.into());
                        entry.summary.offer(rank, html);
                    }
                    _ => entry.summary.offer(rank, html),
                }
            }
            None if self.channels > 1 => self.feed.subtitle.offer(rank, capture.plain()),
            None => self.feed.subtitle.replace(rank, capture.plain()),
        }
    }

    /// The address of the attached file before a service counted its downloads.
    fn name_enclosure(&mut self, link: Option<Link<'t>>) {
        let Some(link) = link else { return };
        let enclosures = &mut self.target().enclosures;
        match enclosures.last_mut() {
            Some((known, _)) => *known = link,
            None => enclosures.push((link, Enclosure { url: String::new(), media_type: None, length: None })),
        }
    }

    fn say_source(&mut self, field: Field, capture: Capture<'t>, base: Option<Rc<Base>>) {
        let document = self.document.clone();
        let Some(source) = &mut self.target().source else { return };
        match field {
            Field::SourceTitle => source.title = source.title.take().or_else(|| capture.plain()),
            Field::SourceId => source.id = source.id.take().or_else(|| capture.literal().and_then(|id| trimmed(&id))),
            _ => {
                let link =
                    capture.literal().and_then(|href| links::web(&href, base.as_deref().or(document.as_deref())));
                source.link = source.link.take().or(link);
            }
        }
    }
}

//! What each element of each vocabulary means, seen from where it stands.
//!
//! A table and nothing else: `reader` acts on it. Where several elements say the same thing, the higher rank counts.

use crate::xml::namespaces::Space;

/// Where in a feed an element stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the feed itself: `rss`, `channel`, `feed`, `rdf:RDF`.
    Feed,
    Entry,
    /// In an element that names somebody.
    Person,
    /// In `image`.
    Image,
    /// In `source`.
    Source,
    /// In an element whose children mean what they would mean around it.
    Group,
    /// In a list of chapters.
    Chapters,
    /// In a list of times at which the publisher does not want to be asked.
    Quiet,
    /// In what is not read.
    Elsewhere,
}

/// What the text of an element says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Title,
    /// A feed's subtitle, an entry's summary.
    Description,
    Content,
    Link,
    Id,
    /// An identifier that is an address as well.
    PermanentId,
    Published,
    Updated,
    /// A time that may be either.
    Date,
    Language,
    Rights,
    Generator,
    Logo,
    Icon,
    Thumbnail,
    Category,
    /// Subjects in a line, with commas between.
    Keywords,
    Author,
    Contributor,
    Comments,
    OriginalEnclosure,
    Duration,
    Explicit,
    Episode,
    Season,
    TimeToLive,
    UpdatePeriod,
    UpdateFrequency,
    QuietHour,
    QuietDay,
    PersonName,
    PersonEmail,
    PersonUrl,
    ImageUrl,
    /// What a picture or a film shows; the entry's summary where it has no other.
    MediaDescription,
    MediaCredit,
    SourceTitle,
    SourceLink,
    SourceId,
}

/// What to do with an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Its text says something, with this rank.
    Says(Field, u8),
    /// Its children do.
    Holds(Place),
    Entry,
    /// The feed itself, once more (`channel`).
    Feed,
    /// An identifier that may be an address.
    Guid,
    /// Names somebody, in its text or its children.
    Names(Field, u8),
    /// A link in an attribute or in its text.
    Link(u8),
    /// A picture in an attribute, its text or a child.
    Image(u8),
    Source,
    Enclosure,
    Category,
    /// Subjects in an attribute, and in children of the same name.
    Subjects,
    MediaContent,
    MediaThumbnail,
    MediaCategory,
    Chapter,
    Nothing,
}

/// Rank of the feed formats' own `description`.
pub(crate) const DESCRIPTION: u8 = 8;

/// Rank of the feed formats' own `summary`.
pub(crate) const SUMMARY: u8 = 7;

use Field::*;
use Meaning::{Holds, Names, Nothing, Says};

/// What an element means. `local` is in lower case.
pub(crate) fn meaning(place: Place, space: Space, local: &str) -> Meaning {
    match place {
        Place::Feed | Place::Entry | Place::Group => in_feed_or_entry(place, space, local),
        Place::Person => in_person(local),
        Place::Image => match local {
            "url" | "href" => Says(ImageUrl, 0),
            _ => Nothing,
        },
        Place::Source => match (space.is_core(), local) {
            (true, "title") => Says(SourceTitle, 0),
            (true, "link") => Says(SourceLink, 0),
            (true, "id") => Says(SourceId, 0),
            (true, "author") => Names(Author, 1),
            _ => Nothing,
        },
        Place::Quiet => match local {
            "hour" => Says(QuietHour, 0),
            "day" => Says(QuietDay, 0),
            _ => Nothing,
        },
        Place::Chapters if local == "chapter" => Meaning::Chapter,
        Place::Chapters | Place::Elsewhere => Nothing,
    }
}

fn in_person(local: &str) -> Meaning {
    match local {
        "name" | "value" | "title" => Says(PersonName, 0),
        "email" => Says(PersonEmail, 0),
        "uri" | "url" | "homepage" | "href" => Says(PersonUrl, 0),
        // RDF wraps a value once more.
        _ => Holds(Place::Person),
    }
}

fn in_feed_or_entry(place: Place, space: Space, local: &str) -> Meaning {
    match space {
        Space::Plain | Space::Atom => core(place, local),
        Space::DublinCore => dublin_core(local),
        Space::DublinCoreTerms => match local {
            "modified" => Says(Updated, 2),
            "issued" | "created" | "available" | "dateaccepted" | "datesubmitted" => Says(Published, 2),
            "abstract" => Says(Description, 2),
            _ => dublin_core(local),
        },
        Space::Content if local == "encoded" => Says(Content, 6),
        Space::Media => media(local),
        Space::Itunes => itunes(local),
        Space::Podcast => match local {
            "season" => Says(Season, 1),
            "episode" => Says(Episode, 1),
            _ => Nothing,
        },
        Space::PodloveChapters if local == "chapters" => Holds(Place::Chapters),
        Space::Syndication => match local {
            "updateperiod" => Says(UpdatePeriod, 0),
            "updatefrequency" => Says(UpdateFrequency, 0),
            _ => Nothing,
        },
        Space::FeedBurner => match local {
            "origlink" => Says(Link, 2),
            "origenclosurelink" => Says(OriginalEnclosure, 0),
            _ => Nothing,
        },
        Space::Xhtml if local == "body" || local == "div" => Says(Content, 3),
        _ => Nothing,
    }
}

fn core(place: Place, local: &str) -> Meaning {
    let in_feed = place == Place::Feed;
    match local {
        "item" | "entry" => Meaning::Entry,
        "channel" if in_feed => Meaning::Feed,
        "title" => Says(Title, 8),
        "description" => Says(Description, DESCRIPTION),
        "tagline" | "subtitle" => Says(Description, 6),
        "summary" => Says(Description, SUMMARY),
        "abstract" | "info" => Says(Description, 4),
        "content" | "fullitem" | "body" => Says(Content, 5),
        "link" => Meaning::Link(8),
        "guid" => Meaning::Guid,
        "id" => Says(Id, 8),
        "pubdate" | "published" => Says(Published, 8),
        "issued" => Says(Published, 7),
        "created" => Says(Published, 4),
        "date" => Says(Date, 3),
        "lastbuilddate" | "updated" | "modified" | "lastmod" => Says(Updated, 8),
        "language" => Says(Language, 8),
        "copyright" | "rights" => Says(Rights, 8),
        "generator" => Says(Generator, 8),
        "logo" => Says(Logo, 8),
        "icon" => Says(Icon, 8),
        "image" => Meaning::Image(7),
        "author" | "managingeditor" => Names(Author, 8),
        "contributor" => Names(Contributor, 8),
        "category" => Meaning::Category,
        "tags" | "keywords" => Says(Keywords, 0),
        "comments" => Says(Comments, 8),
        "enclosure" => Meaning::Enclosure,
        "source" => Meaning::Source,
        "ttl" => Says(TimeToLive, 8),
        "skiphours" | "skipdays" => Holds(Place::Quiet),
        _ => Nothing,
    }
}

fn dublin_core(local: &str) -> Meaning {
    match local {
        "title" => Says(Title, 5),
        "description" => Says(Description, 5),
        "creator" | "author" => Names(Author, 7),
        "contributor" => Names(Contributor, 5),
        "publisher" => Names(Author, 1),
        "date" => Says(Date, 5),
        "subject" => Meaning::Category,
        "language" => Says(Language, 5),
        "rights" => Says(Rights, 5),
        "identifier" => Says(Id, 5),
        _ => Nothing,
    }
}

fn media(local: &str) -> Meaning {
    match local {
        "group" => Holds(Place::Group),
        "content" => Meaning::MediaContent,
        "thumbnail" => Meaning::MediaThumbnail,
        "title" => Says(Title, 3),
        "description" => Says(MediaDescription, 3),
        "credit" => Says(MediaCredit, 0),
        "category" => Meaning::MediaCategory,
        "keywords" => Says(Keywords, 0),
        "copyright" => Says(Rights, 3),
        "peerlink" => Meaning::Enclosure,
        _ => Nothing,
    }
}

fn itunes(local: &str) -> Meaning {
    match local {
        "author" => Names(Author, 6),
        "owner" => Names(Author, 4),
        "title" => Says(Title, 4),
        "subtitle" => Says(Description, 3),
        "summary" => Says(Description, 4),
        "image" => Meaning::Image(5),
        "link" => Meaning::Link(5),
        "category" => Meaning::Subjects,
        "keywords" => Says(Keywords, 0),
        "duration" => Says(Duration, 8),
        "explicit" => Says(Explicit, 8),
        "episode" => Says(Episode, 8),
        "season" => Says(Season, 8),
        _ => Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_and_the_vocabulary_decide() {
        assert_eq!(meaning(Place::Entry, Space::Plain, "title"), Says(Title, 8));
        assert_eq!(meaning(Place::Entry, Space::Unknown, "title"), Nothing);
        assert_eq!(meaning(Place::Image, Space::Plain, "title"), Nothing);
        assert_eq!(meaning(Place::Feed, Space::DublinCore, "creator"), Names(Author, 7));
        assert_eq!(meaning(Place::Entry, Space::Plain, "channel"), Nothing);
    }
}

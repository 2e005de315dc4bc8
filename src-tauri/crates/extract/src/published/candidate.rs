//! A day that an article might have been published on.

use broadsheet_model::Dated;

use crate::dates::Moment;
use crate::evidence::signs::Signs;

/// Where a day was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    LinkedPublished,
    /// The same of an object that calls itself a news article.
    NewsPublished,
    LinkedCreated,
    LinkedModified,
    MetaPublished,
    MetaOther,
    MetaModified,
    /// `itemprop=datePublished` and the like.
    StatedPublished,
    StatedModified,
    /// A `time` element soon after the headline, in the article, elsewhere.
    TimeNear,
    TimeInside,
    TimeElsewhere,
    /// An element named for publication, for change, for dates.
    NamedPublished,
    NamedModified,
    NamedDate,
    /// A line near the headline that speaks of publication, of change, or of neither.
    LinePublished,
    LineModified,
    Line,
    /// A line before the headline.
    LineBefore,
    Address,
    /// The address of the picture that stands for the article.
    PictureAddress,
    /// The page's title or description.
    Title,
    StatePublished,
    StateModified,
}

/// How many kinds of places there are.
pub(crate) const SOURCES: usize = 24;

/// A day that the article might have been published on.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// The most exact instant known of it.
    pub(crate) moment: Moment,
    pub(crate) sources: Vec<Source>,
    /// Fewest bytes of text from the headline to it, where it is shown.
    pub(crate) distance: Option<i64>,
    pub(crate) place: Signs,
    /// Whether it was the first that the page shows after its headline.
    pub(crate) first: bool,
}

impl Candidate {
    /// How well the page says that it is the day of publication.
    pub(super) fn dated(&self) -> Dated {
        let guesses = [
            Source::Line,
            Source::LineBefore,
            Source::LineModified,
            Source::NamedModified,
            Source::PictureAddress,
            Source::Title,
        ];
        if self.sources.iter().all(|source| guesses.contains(source)) {
            Dated::ByGuess
        } else if self.moment.timed {
            Dated::ToTheTime
        } else {
            Dated::ToTheDay
        }
    }
}

pub(super) struct Gathered(pub(super) Vec<Candidate>);

impl Gathered {
    pub(super) fn add(&mut self, moment: Option<Moment>, source: Source, shown: Option<(i64, Signs)>) {
        let Some(moment) = moment else { return };
        let first = shown.is_some_and(|(distance, _)| distance >= 0)
            && !self.0.iter().any(|known| known.first && known.moment.day != moment.day);
        if let Some(known) = self.0.iter_mut().find(|known| known.moment.day == moment.day) {
            // A time of day that the page states for machines is more exact than one that it shows.
            if moment.timed && !known.moment.timed {
                known.moment = moment;
            }
            if !known.sources.contains(&source) {
                known.sources.push(source);
            }
            known.first |= first;
            if let Some((distance, place)) = shown
                && known.distance.is_none_or(|known| distance.abs() < known.abs())
            {
                known.distance = Some(distance);
                known.place = place;
            }
        } else if self.0.len() < 60 {
            let (distance, place) = shown.map_or((None, Signs::NONE), |(distance, place)| (Some(distance), place));
            self.0.push(Candidate { moment, sources: vec![source], distance, place, first });
        }
    }
}

//! One notification for what came in: a headline for one article, a number for several. Nothing is told unless the reader asked
//! for it.

use broadsheet_model::{ArticleId, PublicationId, Section};
use broadsheet_store::news::News;

use crate::engine::Engine;
use crate::error::EngineError;

/// Headlines that stand below a number.
const HEADLINES: usize = 3;

/// What a reader is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// One line.
    pub title: String,
    /// What stands below it, a headline a line.
    pub body: String,
    /// Where it leads.
    pub leads_to: LeadsTo,
}

/// Where a notification leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadsTo {
    /// To an article.
    Article(ArticleId),
    /// To a section.
    Section(Section),
    /// To what a publication brought.
    Publication(PublicationId),
    /// To the front page.
    Front,
}

/// What to tell of news, newest first; nothing where there is none.
#[must_use]
pub fn notification_of(news: &[News]) -> Option<Notification> {
    let (first, others) = news.split_first()?;
    if others.is_empty() {
        return Some(Notification {
            title: first.headline.clone(),
            body: first.by_source.as_ref().map_or(&first.publication, |(source, _)| source).clone(),
            leads_to: LeadsTo::Article(first.article),
        });
    }
    let alike = |same: &dyn Fn(&News) -> bool| news.iter().all(same);
    let (leads_to, place) = match &first.by_source {
        Some((source, publication)) if alike(&|one| one.by_source == first.by_source) => {
            (LeadsTo::Publication(*publication), format!(" from {source}"))
        }
        _ if alike(&|one| one.by_section && one.section == first.section) => {
            (LeadsTo::Section(first.section), format!(" in {}", first.section.label()))
        }
        _ => (LeadsTo::Front, String::new()),
    };
    let mut body: Vec<&str> = news.iter().take(HEADLINES).map(|one| one.headline.as_str()).collect();
    let more = news.len().saturating_sub(HEADLINES);
    let more = format!("and {more} more");
    if news.len() > HEADLINES {
        body.push(&more);
    }
    Some(Notification { title: format!("{} new articles{place}", news.len()), body: body.join("\n"), leads_to })
}

impl Engine {
    /// What the reader is to be told of what came in since this was asked last. It is answered once.
    ///
    /// # Errors
    /// The library cannot be written.
    pub async fn take_notification(&self) -> Result<Option<Notification>, EngineError> {
        let news = self.library(|library| library.take_news()).await?;
        Ok(notification_of(&news))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn news(number: i64, section: Section, by_section: bool, source: Option<&str>) -> News {
        News {
            article: ArticleId(number),
            headline: format!("Headline {number}"),
            section,
            by_section,
            by_source: source.map(|source| (source.to_owned(), PublicationId(7))),
            publication: "The Lantern".into(),
        }
    }

    #[test]
    fn one_article_is_its_headline_and_several_are_a_number() {
        assert_eq!(notification_of(&[]), None);
        let one = notification_of(&[news(1, Section::Sport, true, None)]).unwrap();
        assert_eq!((one.title.as_str(), one.body.as_str()), ("Headline 1", "The Lantern"));
        assert_eq!(one.leads_to, LeadsTo::Article(ArticleId(1)));
        let several: Vec<News> = (1..=5).map(|number| news(number, Section::Science, true, None)).collect();
        let told = notification_of(&several).unwrap();
        assert_eq!(told.title, "5 new articles in Science & Tech");
        assert_eq!(told.body, "Headline 1\nHeadline 2\nHeadline 3\nand 2 more");
        assert_eq!(told.leads_to, LeadsTo::Section(Section::Science));
    }

    #[test]
    fn what_they_have_in_common_is_said_and_nothing_else() {
        let tide = |number, section| news(number, section, false, Some("Tide Tables"));
        let told = notification_of(&[tide(1, Section::Sport), tide(2, Section::Weather)]).unwrap();
        assert_eq!(
            (told.title.as_str(), told.leads_to),
            ("2 new articles from Tide Tables", LeadsTo::Publication(PublicationId(7)))
        );
        let mixed = [tide(1, Section::Sport), news(2, Section::Sport, true, None)];
        let told = notification_of(&mixed).unwrap();
        assert_eq!(
            (told.title.as_str(), told.leads_to),
            ("2 new articles", LeadsTo::Front),
            "one is not of the section"
        );
        let both = [news(1, Section::Sport, true, Some("Tide Tables")), news(2, Section::Sport, true, None)];
        assert_eq!(notification_of(&both).unwrap().title, "2 new articles in Sport");
    }
}

//! Articles beside each other: related ones, and the stories that several publications write about.

use std::collections::{HashMap, HashSet};

use broadsheet_model::{ArticleId, PublicationId};

use crate::terms::Terms;

/// What is needed to know of an article.
#[derive(Debug, Clone)]
pub struct Brief {
    /// Which one.
    pub article: ArticleId,
    /// Who published it.
    pub publication: PublicationId,
    /// Its headline.
    pub headline: String,
    /// Its telling words.
    pub terms: Terms,
}

/// An article that shares what another is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// Which one.
    pub article: ArticleId,
    /// The telling words that both share, the rarest first.
    pub shared: Vec<String>,
}

/// Articles on one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The articles, in the order in which they were given.
    pub articles: Vec<ArticleId>,
    /// How many publications wrote them.
    pub publications: usize,
    /// The telling words that they share, the rarest first.
    pub shared: Vec<String>,
}

/// Cosine likeness from which two articles are related.
const RELATED: f32 = 0.14;
/// Cosine likeness from which two articles are on one event.
const SAME_STORY: f32 = 0.30;

/// Those of `others` that are related to `article`, the closest first.
#[must_use]
pub fn related(article: &Brief, others: &[Brief], most: usize) -> Vec<Related> {
    let all = std::iter::once(article).chain(others);
    let rarity = Rarity::of(all.map(|brief| &brief.terms));
    let mut close: Vec<(f32, &Brief)> = others
        .iter()
        .filter(|other| other.article != article.article)
        .map(|other| (rarity.likeness(&article.terms, &other.terms), other))
        .filter(|(likeness, _)| *likeness >= RELATED)
        .collect();
    close.sort_by(|a, b| b.0.total_cmp(&a.0));
    close
        .into_iter()
        .take(most)
        .map(|(_, other)| Related { article: other.article, shared: rarity.shared(&article.terms, &other.terms) })
        .filter(|related| related.shared.len() >= 2)
        .collect()
}

/// The stories that at least two publications write about, most publications first. `briefs` come newest first.
#[must_use]
pub fn trending(briefs: &[Brief], most: usize) -> Vec<Story> {
    let rarity = Rarity::of(briefs.iter().map(|brief| &brief.terms));
    let mut groups: Vec<Vec<&Brief>> = Vec::new();
    for brief in briefs {
        // Only the first of a group is compared: a chain of likenesses would tie unlike articles together.
        let home = groups
            .iter_mut()
            .find(|group| group.first().is_some_and(|first| rarity.likeness(&first.terms, &brief.terms) >= SAME_STORY));
        match home {
            Some(group) => group.push(brief),
            None => groups.push(vec![brief]),
        }
    }
    let mut stories: Vec<Story> = groups
        .into_iter()
        .filter_map(|group| {
            let publications: HashSet<PublicationId> = group.iter().map(|brief| brief.publication).collect();
            let (first, second) = (group.first()?, group.get(1)?);
            (publications.len() >= 2).then(|| Story {
                shared: rarity.shared(&first.terms, &second.terms),
                articles: group.iter().map(|brief| brief.article).collect(),
                publications: publications.len(),
            })
        })
        .collect();
    stories.sort_by_key(|story| std::cmp::Reverse((story.publications, story.articles.len())));
    stories.truncate(most);
    stories
}

/// How rare each word is among some articles (inverse document frequency, Spärck Jones 1972).
struct Rarity<'a> {
    articles: f32,
    holders: HashMap<&'a str, f32>,
}

impl<'a> Rarity<'a> {
    fn of(all: impl Iterator<Item = &'a Terms>) -> Self {
        let mut articles = 0.0;
        let mut holders: HashMap<&str, f32> = HashMap::new();
        for terms in all {
            articles += 1.0;
            for word in terms.0.keys() {
                *holders.entry(word).or_default() += 1.0;
            }
        }
        Self { articles, holders }
    }

    fn weight(&self, word: &str, count: f32) -> f32 {
        let holders = self.holders.get(word).copied().unwrap_or(1.0);
        (1.0 + count.ln()) * (1.0 + self.articles / holders).ln()
    }

    fn likeness(&self, one: &Terms, other: &Terms) -> f32 {
        let dot: f32 = one
            .0
            .iter()
            .filter_map(|(word, own)| {
                let theirs = other.0.get(word)?;
                Some(self.weight(word, own.count) * self.weight(word, theirs.count))
            })
            .sum();
        let length = self.length(one) * self.length(other);
        if length > 0.0 { dot / length } else { 0.0 }
    }

    fn length(&self, terms: &Terms) -> f32 {
        terms.0.iter().map(|(word, term)| self.weight(word, term.count).powi(2)).sum::<f32>().sqrt()
    }

    fn shared(&self, one: &Terms, other: &Terms) -> Vec<String> {
        let mut shared: Vec<(f32, &String)> = one
            .0
            .iter()
            .filter_map(|(word, own)| {
                let theirs = other.0.get(word)?;
                Some((self.weight(word, own.count) * self.weight(word, theirs.count), &own.written))
            })
            .collect();
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        shared.into_iter().take(3).map(|(_, word)| word.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(id: i64, publication: i64, headline: &str, text: &str) -> Brief {
        Brief {
            article: ArticleId(id),
            publication: PublicationId(publication),
            headline: headline.to_owned(),
            terms: Terms::of(headline, text),
        }
    }

    fn paper() -> Vec<Brief> {
        vec![
            brief(
                1,
                1,
                "Ferry strike halts Port Ellery crossings",
                "Crews of the Ellery ferry walked out over rosters.",
            ),
            brief(
                2,
                2,
                "Port Ellery ferry crews walk out",
                "The strike over rosters stopped every crossing at Ellery.",
            ),
            brief(
                3,
                1,
                "Orchards count the cost of a late frost",
                "Growers in the valley lost apples and plums to frost.",
            ),
            brief(4, 2, "Telescope finds a moon of ice", "Astronomers measured the moon with a new telescope."),
        ]
    }

    #[test]
    fn one_event_in_two_publications_is_a_story() {
        let stories = trending(&paper(), 5);
        assert_eq!(stories.len(), 1, "{stories:?}");
        assert_eq!(stories[0].articles, [ArticleId(1), ArticleId(2)]);
        assert_eq!(stories[0].publications, 2);
        assert!(stories[0].shared.contains(&"Ellery".to_owned()), "{stories:?}");
    }

    #[test]
    fn related_articles_share_telling_words() {
        let paper = paper();
        let related = related(&paper[0], &paper, 5);
        assert_eq!(related.len(), 1, "{related:?}");
        assert_eq!(related[0].article, ArticleId(2));
    }
}

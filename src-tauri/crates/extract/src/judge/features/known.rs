//! What the judge knows of an article before it looks at the text.

use broadsheet_model::Article;
use url::Url;

use crate::evidence::Evidence;

/// What else is known of the article when its text is looked for.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The headline.
    pub(crate) headline: Option<String>,
    /// The description for search engines.
    pub(crate) description: Option<String>,
    /// Authors.
    pub(crate) byline: Vec<String>,
    /// Authors, section and publication.
    pub(crate) names: Vec<String>,
    /// The page's own address.
    pub(crate) address: Option<Url>,
    /// The text as the page states it for machines.
    pub(crate) stated: Option<String>,
}

impl Known {
    /// What is known once the rest of the article was read.
    pub(crate) fn of(evidence: &Evidence, article: &Article, address: Option<&Url>) -> Self {
        Self {
            headline: article.headline.clone(),
            description: evidence.meta(&["og:description", "description", "twitter:description"]),
            byline: article.byline.clone(),
            names: article.byline.iter().cloned().chain(article.section.clone()).chain(article.site.clone()).collect(),
            address: address.cloned(),
            stated: evidence.property("articleBody").find_map(|value| value.as_str()).map(str::to_owned),
        }
    }
}

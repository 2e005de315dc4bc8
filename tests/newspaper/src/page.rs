//! The pages of a publication: articles in three layouts, the front page, section pages and pages that are no news.
//!
//! Start with [`article_page`]. What a page must yield is told by `truth`, never read back from here.

mod figure;
mod furniture;
mod head;
mod hostile;
mod markup;

use crate::article::{Article, Layout};
use crate::publication::{Publication, slug_of};
use crate::truth::rfc3339;
pub(crate) use figure::WIDTHS;
pub use furniture::FURNITURE;
pub(crate) use markup::{escape, feed_html};

/// One publication as its pages see it.
pub struct View<'a> {
    pub publication: &'a Publication,
    /// The origin, without a slash at the end.
    pub base: &'a str,
    /// Newest first.
    pub articles: Vec<&'a Article>,
}

impl View<'_> {
    /// The publication's sections, in the order of its newest articles.
    pub fn sections(&self) -> Vec<&str> {
        let mut sections: Vec<&str> = Vec::new();
        for article in &self.articles {
            if !sections.contains(&article.section.as_str()) {
                sections.push(&article.section);
            }
        }
        sections
    }
}

/// The page of one article.
pub fn article_page(view: &View, article: &Article) -> String {
    let lead = article.lead.as_ref().map(|lead| figure::figure_html(view, lead, article.layout)).unwrap_or_default();
    let body = markup::body_html(view, article, article.layout, true);
    let hostile = if article.site == "trapdoor" { hostile::HOSTILE } else { "" };
    let parts = Parts { view, article, lead, body: format!("{body}{hostile}") };
    let main = match article.layout {
        Layout::Semantic => semantic(&parts),
        Layout::Soup => soup(&parts),
        Layout::Utility => utility(&parts),
    };
    let direction = if article.language == "ar" { "rtl" } else { "ltr" };
    format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{direction}\">\n{}<body>\n{}{}{main}{}{}</body>\n</html>\n",
        article.language,
        head::article_head(view, article),
        furniture::masthead(view),
        furniture::CONSENT,
        furniture::footer(view),
        furniture::TRACKERS,
    )
}

/// One of the two pages of an article that is also served in parts; the first is 1.
pub fn article_part(view: &View, article: &Article, part: usize) -> String {
    let middle = article.blocks.len().div_ceil(2);
    let path = format!("{}{}{IN_PARTS}", view.base, article.path);
    let (blocks, turn) = if part == 1 {
        let next = format!("<a href=\"{path}/2\" class=\"next\">Next page</a>");
        (article.blocks.get(..middle), format!("<span>1</span> {next}"))
    } else {
        (article.blocks.get(middle..), format!("<a href=\"{path}\">1</a> <span>2</span>"))
    };
    let own = Article { blocks: blocks.unwrap_or_default().to_vec(), ..article.clone() };
    let pages = format!("<nav class=\"pagination\">{turn}</nav>");
    article_page(view, &own).replace("<footer", &format!("{pages}<footer"))
}

/// What the path of an article ends with that is served in parts.
pub const IN_PARTS: &str = "/in-parts";

struct Parts<'a> {
    view: &'a View<'a>,
    article: &'a Article,
    lead: String,
    body: String,
}

impl Parts<'_> {
    fn kicker(&self) -> String {
        escape(&self.article.section)
    }

    fn headline(&self) -> String {
        escape(&self.article.headline)
    }

    fn standfirst(&self) -> String {
        markup::inline(&self.article.standfirst, self.view.base)
    }

    fn section_link(&self) -> String {
        format!("<a href=\"{}/{}\">{}</a>", self.view.base, slug_of(&self.article.section), self.kicker())
    }

    fn printed(&self, at: i64) -> String {
        let civil = jiff::Timestamp::from_second(at).unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC);
        civil.strftime("%-d %B %Y, %H:%M UTC").to_string()
    }

    fn after(&self) -> String {
        furniture::after_text(self.view, self.article)
    }
}

fn semantic(parts: &Parts) -> String {
    let article = parts.article;
    let (published, modified) = (rfc3339(article.published_at), rfc3339(article.modified_at));
    let changed = if article.modified_at > article.published_at {
        format!(
            "<p>Updated <time datetime=\"{modified}\" itemprop=\"dateModified\">{}</time></p>",
            parts.printed(article.modified_at)
        )
    } else {
        String::new()
    };
    format!(
        "<div class=\"sticky-title\">{headline}</div>\n<main id=\"main\"><article><header><p class=\"kicker\">{section}</p><h1>{headline}</h1>{lead}<p class=\"standfirst\">{standfirst}</p><p class=\"byline\" rel=\"author\">{byline}</p><p class=\"dates\"><time datetime=\"{published}\" pubdate>{printed}</time></p>{changed}</header>\n{share}<div class=\"article-body\" itemprop=\"articleBody\">{body}</div></article>\n{after}</main>\n",
        headline = parts.headline(),
        section = parts.section_link(),
        lead = parts.lead,
        standfirst = parts.standfirst(),
        byline = escape(&article.byline),
        printed = parts.printed(article.published_at),
        share = furniture::SHARE,
        body = parts.body,
        after = parts.after(),
    )
}

fn soup(parts: &Parts) -> String {
    let article = parts.article;
    format!(
        "<div id=\"main\" class=\"wrap\"><div class=\"breadcrumb\"><a href=\"{base}/\">Home</a> › {section}</div><div class=\"story-title-bar\">{headline}</div><div class=\"story\"><h1 class=\"story-headline\">{headline}</h1><div class=\"story-meta\"><span class=\"author-name\">{byline}</span> <span class=\"published\" title=\"{iso}\">{printed}</span></div>{share}{lead}<div class=\"lead-text\"><p>{standfirst}</p></div><div class=\"story-content\">{body}</div></div>{after}</div>\n",
        base = parts.view.base,
        section = parts.section_link(),
        headline = parts.headline(),
        byline = escape(&article.byline),
        iso = rfc3339(article.published_at),
        printed = parts.printed(article.published_at),
        share = furniture::SHARE,
        lead = parts.lead,
        standfirst = parts.standfirst(),
        body = parts.body,
        after = parts.after(),
    )
}

fn utility(parts: &Parts) -> String {
    let article = parts.article;
    format!(
        "<div class=\"flex flex-row gap-8\" id=\"main\"><div class=\"w-2/3 px-4\"><div class=\"hidden text-xs\">{headline}</div><div class=\"text-xs uppercase tracking-wide\">{section}</div><h1 class=\"text-4xl font-black\">{headline}</h1><p class=\"text-xl text-gray-600\" data-testid=\"standfirst\">{standfirst}</p><div class=\"text-sm\"><span data-testid=\"byline\">{byline}</span> · <time datetime=\"{iso}\">{printed}</time></div>{lead}<div class=\"prose\" data-testid=\"body\">{body}</div></div><div class=\"w-1/3 bg-gray-50\">{share}{after}</div></div>\n",
        headline = parts.headline(),
        section = parts.section_link(),
        standfirst = parts.standfirst(),
        byline = escape(&article.byline),
        iso = rfc3339(article.published_at),
        printed = parts.printed(article.published_at),
        lead = parts.lead,
        body = parts.body,
        share = furniture::SHARE,
        after = parts.after(),
    )
}

/// The front page, or one section's page when `section` is given.
pub fn list_page(view: &View, section: Option<&str>) -> String {
    let shown = view.articles.iter().filter(|article| section.is_none_or(|section| article.section == section));
    let entries: String = shown
        .map(|article| {
            format!(
                "<li><a href=\"{}{}\"><h2>{}</h2></a><p>{}</p></li>\n",
                view.base,
                article.path,
                escape(&article.headline),
                markup::inline(&article.standfirst, view.base)
            )
        })
        .collect();
    let title = section
        .map_or_else(|| view.publication.name.to_owned(), |section| format!("{section} — {}", view.publication.name));
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n{}<body>\n{}<main id=\"main\"><h1>{}</h1><p>{}</p><ul class=\"fronts\">{entries}</ul></main>{}</body>\n</html>\n",
        view.publication.language,
        head::list_head(view, &title),
        furniture::masthead(view),
        escape(&title),
        escape(view.publication.strapline),
        furniture::footer(view),
    )
}

/// A page that is neither news nor a feed.
pub fn plain_page(title: &str, text: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>\n",
        escape(title),
        escape(text)
    )
}

/// The page that asks to sign in, as some sites answer in place of a feed or article.
pub fn login_page(view: &View) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sign in — {name}</title></head><body><main><h1>Sign in to go on reading</h1><p>You have read your three free articles this month.</p><form action=\"/login\" method=\"post\"><label>Address <input name=\"address\"></label><label>Password <input type=\"password\" name=\"password\"></label><button>Sign in</button></form></main></body></html>\n",
        name = escape(view.publication.name)
    )
}

//! The heads of pages: titles, OpenGraph, feed links and the JSON-LD that search engines read.

use super::View;
use super::markup::escape;
use crate::article::{Article, CaptionForm, Figure};
use crate::edition::figures;
use crate::publication::FeedFormat;
use crate::truth::{WIDEST, plain, rfc3339};
use serde_json::{Value, json};

/// The head of an article's page.
pub fn article_head(view: &View, article: &Article) -> String {
    let url = format!("{}{}", view.base, article.path);
    let description = escape(&plain(&article.standfirst));
    let (headline, site) = (escape(&article.headline), escape(view.publication.name));
    let mut meta = vec![
        format!("<title>{headline} — {site}</title>"),
        format!("<link rel=\"canonical\" href=\"{url}\">"),
        format!("<meta name=\"description\" content=\"{description}\">"),
        property("og:type", "article"),
        property("og:site_name", &site),
        property("og:title", &headline),
        property("og:description", &description),
        property("og:url", &url),
        property("og:locale", &article.language.replace('-', "_")),
        property("article:published_time", &rfc3339(article.published_at)),
        property("article:modified_time", &rfc3339(article.modified_at)),
        property("article:section", &escape(&article.section)),
    ];
    meta.extend(article.authors.iter().map(|author| format!("<meta name=\"author\" content=\"{}\">", escape(author))));
    if let Some(lead) = &article.lead {
        meta.push(property("og:image", &format!("{}{}", view.base, lead.path(WIDEST))));
        meta.push(property("og:image:alt", &escape(&lead.alt)));
        meta.push("<meta name=\"twitter:card\" content=\"summary_large_image\">".to_owned());
    }
    let data = [news_article(view, article, &url), breadcrumbs(view, article)].map(|value| script(&value)).concat();
    head(view, &format!("{}\n{data}", meta.join("\n")))
}

/// The head of a front or section page, with the publication's feeds.
pub fn list_head(view: &View, title: &str) -> String {
    let feeds: String = match view.publication.format {
        FeedFormat::NewsSitemap => String::new(),
        format => {
            let kind = match format {
                FeedFormat::Atom => "application/atom+xml",
                FeedFormat::JsonFeed => "application/feed+json",
                _ => "application/rss+xml",
            };
            let feeds = view.publication.feeds.iter();
            feeds
                .map(|feed| {
                    format!(
                        "<link rel=\"alternate\" type=\"{kind}\" title=\"{}\" href=\"{}\">\n",
                        escape(feed.title),
                        feed.path
                    )
                })
                .collect()
        }
    };
    head(
        view,
        &format!(
            "<title>{}</title>\n{}\n{feeds}",
            escape(title),
            property("og:site_name", &escape(view.publication.name))
        ),
    )
}

fn head(view: &View, inner: &str) -> String {
    format!(
        "<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"icon\" type=\"image/png\" sizes=\"64x64\" href=\"{0}/favicon.png\">\n<link rel=\"apple-touch-icon\" sizes=\"180x180\" href=\"{0}/logo.png\">\n<link rel=\"stylesheet\" href=\"{0}/site.css\">\n{inner}</head>\n",
        view.base
    )
}

fn property(name: &str, content: &str) -> String {
    format!("<meta property=\"{name}\" content=\"{content}\">")
}

fn script(value: &Value) -> String {
    format!("<script type=\"application/ld+json\">{}</script>\n", value.to_string().replace("</", "<\\/"))
}

fn news_article(view: &View, article: &Article, url: &str) -> Value {
    let people: Vec<Value> = article.authors.iter().map(|name| json!({"@type": "Person", "name": name})).collect();
    let images: Vec<Value> = figures(article).map(|figure| image_object(view, figure)).collect();
    json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": url,
        "headline": article.headline,
        "description": plain(&article.standfirst),
        "datePublished": rfc3339(article.published_at),
        "dateModified": rfc3339(article.modified_at),
        "articleSection": article.section,
        "inLanguage": article.language,
        "author": people,
        "publisher": {"@type": "NewsMediaOrganization", "name": view.publication.name, "logo": {"@type": "ImageObject", "url": format!("{}/logo.png", view.base)}},
        "image": images,
    })
}

fn image_object(view: &View, figure: &Figure) -> Value {
    let mut object = json!({
        "@type": "ImageObject",
        "url": format!("{}{}", view.base, figure.path(WIDEST)),
        "width": WIDEST,
        "height": figure.picture.height(WIDEST),
    });
    if figure.form == CaptionForm::JsonLd
        && let Some(fields) = object.as_object_mut()
    {
        fields.insert("caption".to_owned(), json!(figure.caption));
        fields.insert("creditText".to_owned(), json!(figure.credit));
    }
    object
}

fn breadcrumbs(view: &View, article: &Article) -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Home", "item": format!("{}/", view.base)},
            {"@type": "ListItem", "position": 2, "name": article.section, "item": format!("{}/{}", view.base, crate::publication::slug_of(&article.section))},
        ],
    })
}

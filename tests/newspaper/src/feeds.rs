//! The documents that are subscribed to: RSS 2.0, Atom, JSON Feed, the news sitemap and the OPML of all of them.

use crate::article::Article;
use crate::page::{View, escape, feed_html};
use crate::publication::{Feed, FeedFormat, Full, PUBLICATIONS};
use crate::truth::{WIDEST, plain, rfc3339};
use serde_json::{Value, json};

/// A feed's media type and text. `articles` come newest first.
pub fn document(view: &View, feed: &Feed, articles: &[&Article]) -> (&'static str, String) {
    match view.publication.format {
        FeedFormat::Rss => ("application/rss+xml; charset=utf-8", rss(view, feed, articles)),
        FeedFormat::Atom => ("application/atom+xml; charset=utf-8", atom(view, feed, articles)),
        FeedFormat::JsonFeed => ("application/feed+json; charset=utf-8", json_feed(view, feed, articles)),
        FeedFormat::NewsSitemap => ("application/xml; charset=utf-8", sitemap(view, articles)),
    }
}

fn whole(feed: &Feed, place: usize) -> bool {
    match feed.full {
        Full::Never => false,
        Full::Some => place.is_multiple_of(2),
        Full::Always => true,
    }
}

fn newest(articles: &[&Article]) -> i64 {
    articles.iter().map(|article| article.modified_at).max().unwrap_or_default()
}

fn rfc2822(at: i64) -> String {
    let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
    printer.timestamp_to_rfc9110_string(&jiff::Timestamp::from_second(at).unwrap_or_default()).unwrap_or_default()
}

/// An HTTP date, as RFC 9110 writes it.
pub(crate) fn http_date(at: i64) -> String {
    rfc2822(at)
}

fn rss(view: &View, feed: &Feed, articles: &[&Article]) -> String {
    let base = view.base;
    let entries: String = articles
        .iter()
        .enumerate()
        .map(|(place, article)| {
            let content = if whole(feed, place) {
                format!("<content:encoded><![CDATA[{}]]></content:encoded>", feed_html(view, article).replace("]]>", "]]&gt;"))
            } else {
                String::new()
            };
            let people: String = article.authors.iter().map(|name| format!("<dc:creator>{}</dc:creator>", escape(name))).collect();
            let media = article.lead.as_ref().map(|lead| {
                let description = lead.caption.as_ref().map(|caption| format!("<media:description>{}</media:description>", escape(caption)));
                format!(
                    "<media:content url=\"{base}{}\" medium=\"image\" type=\"{}\" width=\"800\">{}</media:content>",
                    lead.path(800), lead.format.media_type(), description.unwrap_or_default()
                )
            });
            format!(
                "<item><title>{}</title><link>{base}{path}?utm_source=rss&amp;utm_medium=feed</link><guid isPermaLink=\"false\">{}</guid><pubDate>{}</pubDate><category>{}</category>{people}<description>{}</description>{}{content}</item>\n",
                escape(&article.headline), escape(&article.id), rfc2822(article.published_at), escape(&article.section),
                escape(&plain(&article.standfirst)), media.unwrap_or_default(), path = article.path,
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>{}</title><link>{base}/</link><description>{}</description><language>{}</language><lastBuildDate>{}</lastBuildDate><atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{base}{}\"/><image><url>{base}/logo.png</url><title>{}</title><link>{base}/</link></image>\n{entries}</channel></rss>\n",
        escape(feed.title),
        escape(view.publication.strapline),
        view.publication.language,
        rfc2822(newest(articles)),
        feed.path,
        escape(feed.title),
    )
}

fn atom(view: &View, feed: &Feed, articles: &[&Article]) -> String {
    let base = view.base;
    let entries: String = articles
        .iter()
        .enumerate()
        .map(|(place, article)| {
            let people: String = article.authors.iter().map(|name| format!("<author><name>{}</name></author>", escape(name))).collect();
            let content = if whole(feed, place) {
                format!("<content type=\"html\">{}</content>", escape(&feed_html(view, article)))
            } else {
                String::new()
            };
            format!(
                "<entry><title>{}</title><id>tag:orrery.example,2026:{}</id><link rel=\"alternate\" type=\"text/html\" href=\"{base}{}\"/><published>{}</published><updated>{}</updated>{people}<category term=\"{}\"/><summary>{}</summary>{content}</entry>\n",
                escape(&article.headline), escape(&article.slug), article.path, rfc3339(article.published_at), rfc3339(article.modified_at),
                escape(&article.section), escape(&plain(&article.standfirst)),
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\"><title>{}</title><subtitle>{}</subtitle><id>{base}/</id><link rel=\"self\" type=\"application/atom+xml\" href=\"{base}{}\"/><link rel=\"alternate\" type=\"text/html\" href=\"{base}/\"/><icon>{base}/favicon.png</icon><logo>{base}/logo.png</logo><updated>{}</updated>\n{entries}</feed>\n",
        view.publication.language,
        escape(feed.title),
        escape(view.publication.strapline),
        feed.path,
        rfc3339(newest(articles)),
    )
}

fn json_feed(view: &View, feed: &Feed, articles: &[&Article]) -> String {
    let base = view.base;
    let entries: Vec<Value> = articles
        .iter()
        .map(|article| {
            let authors: Vec<Value> = article.authors.iter().map(|name| json!({"name": name})).collect();
            json!({
                "id": format!("{base}{}", article.path),
                "url": format!("{base}{}", article.path),
                "title": article.headline,
                "summary": plain(&article.standfirst),
                "content_html": feed_html(view, article),
                "date_published": rfc3339(article.published_at),
                "date_modified": rfc3339(article.modified_at),
                "authors": authors,
                "tags": [article.section],
                "language": article.language,
                "image": article.lead.as_ref().map(|lead| format!("{base}{}", lead.path(WIDEST))),
            })
        })
        .collect();
    let document = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": view.publication.strapline,
        "home_page_url": format!("{base}/"),
        "feed_url": format!("{base}{}", feed.path),
        "icon": format!("{base}/logo.png"),
        "favicon": format!("{base}/favicon.png"),
        "language": view.publication.language,
        "items": entries,
    });
    document.to_string()
}

fn sitemap(view: &View, articles: &[&Article]) -> String {
    let base = view.base;
    let entries: String = articles
        .iter()
        .map(|article| {
            let image = article.lead.as_ref().map(|lead| format!("<image:image><image:loc>{base}{}</image:loc></image:image>", lead.path(WIDEST)));
            format!(
                "<url><loc>{base}{}</loc><lastmod>{}</lastmod><news:news><news:publication><news:name>{}</news:name><news:language>{}</news:language></news:publication><news:publication_date>{}</news:publication_date><news:title>{}</news:title></news:news>{}</url>\n",
                article.path, rfc3339(article.modified_at), escape(view.publication.name), article.language,
                rfc3339(article.published_at), escape(&article.headline), image.unwrap_or_default(),
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\" xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">\n{entries}</urlset>\n"
    )
}

/// Every listed feed of every publication; `bases` are the origins in the order of the publications.
pub fn opml(bases: &[String]) -> String {
    let mut outlines = String::new();
    for (publication, base) in PUBLICATIONS.iter().zip(bases).filter(|(publication, _)| publication.listed) {
        outlines.push_str(&format!("<outline text=\"{0}\" title=\"{0}\">\n", escape(publication.name)));
        for feed in publication.feeds {
            outlines.push_str(&format!(
                "<outline type=\"rss\" text=\"{0}\" title=\"{0}\" xmlUrl=\"{base}{1}\" htmlUrl=\"{base}/\"/>\n",
                escape(feed.title),
                feed.path
            ));
        }
        outlines.push_str("</outline>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\"><head><title>The test newspaper's publications</title></head><body>\n{outlines}</body></opml>\n"
    )
}

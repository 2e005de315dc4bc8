//! What stands around the text on a news page and is not part of it.

use super::View;
use super::markup::escape;
use crate::article::Article;
use crate::publication::slug_of;

/// A sentence of every piece of furniture that pages print; none may end up in an article.
pub const FURNITURE: &[&str] = &[
    "We value your privacy and your cookies",
    "Read more:",
    "Get the morning briefing in your inbox",
    "Advertisement: Dunmere kettles boil quicker",
    "Help us improve.",
    "Related Articles",
    "Trending",
    "Most read today",
    "Join the conversation",
    "I have lived here forty years and never saw the like",
    "writes about the region for this newspaper and keeps bees",
    "Share this article",
    "All rights reserved. Printed on recycled electrons",
    "Skip to content",
];

/// An advertisement between paragraphs.
pub const ADVERTISEMENT: &str = "<aside class=\"ad-slot\" aria-label=\"Advertisement\"><p>Advertisement: Dunmere kettles boil quicker</p></aside>\n";

/// A box that asks for an address.
pub const NEWSLETTER: &str = "<div class=\"newsletter-signup\"><h4>Get the morning briefing in your inbox</h4><form action=\"/newsletter\" method=\"post\"><input type=\"email\" name=\"address\" placeholder=\"Your address\"><button>Sign up</button></form></div>\n";

/// The overlay that asks for consent.
pub const CONSENT: &str = "<div id=\"consent-overlay\" class=\"consent cookie-banner\" role=\"dialog\" aria-modal=\"true\"><h2>We value your privacy and your cookies</h2><p>We and our 412 partners store and read things on your device to show you kettles.</p><button>Accept all</button> <button>Manage choices</button></div>\n";

/// Share buttons, without words of their own.
pub const SHARE: &str = "<div class=\"share-tools social\"><span>Share this article</span> <a href=\"/share?to=post\">Post</a> <a href=\"/share?to=mail\">Mail</a></div>\n";

/// Scripts and pixels that watch the reader. A private reader never asks for them.
pub const TRACKERS: &str = "<img src=\"/pixel.gif?page=article\" width=\"1\" height=\"1\" alt=\"\" style=\"position:absolute\"><script src=\"/t.js\" async></script>\n";

/// The skip link, the masthead with its logo, and the navigation.
pub fn masthead(view: &View) -> String {
    let links: String = view
        .sections()
        .iter()
        .map(|section| format!("<li><a href=\"{}/{}\">{}</a></li>", view.base, slug_of(section), escape(section)))
        .collect();
    let name = escape(view.publication.name);
    format!(
        "<a class=\"skip\" href=\"#main\">Skip to content</a>\n<header class=\"site-header\"><a href=\"{0}/\"><img class=\"logo\" src=\"{0}/logo.png\" width=\"180\" height=\"180\" alt=\"{name}\"></a><nav class=\"site-nav\" aria-label=\"Sections\"><ul>{links}</ul></nav></header>\n",
        view.base
    )
}

/// The page's foot.
pub fn footer(view: &View) -> String {
    format!(
        "<footer class=\"site-footer\"><p>© {}. All rights reserved. Printed on recycled electrons</p><a href=\"{}/about\">About us</a></footer>\n",
        escape(view.publication.name),
        view.base
    )
}

/// A box between paragraphs that names another article.
pub fn read_more(view: &View, article: &Article) -> String {
    let other = view.articles.iter().find(|other| other.id != article.id && other.section == article.section);
    other.map_or_else(String::new, |other| {
        format!(
            "<p class=\"read-more inline-link\"><strong>Read more:</strong> <a href=\"{}{}\">{}</a></p>\n",
            view.base,
            other.path,
            escape(&other.headline)
        )
    })
}

/// Author's note, feedback, related cards, trending and most-read lists, and comments.
pub fn after_text(view: &View, article: &Article) -> String {
    let author = article.authors.first().map_or("The desk", String::as_str);
    let others: Vec<&&Article> = view.articles.iter().filter(|other| other.id != article.id).collect();
    let cards: String = others.iter().take(3).map(|other| card(view, other)).collect();
    let link =
        |other: &&&Article| format!("<li><a href=\"{}{}\">{}</a></li>", view.base, other.path, escape(&other.headline));
    let trending: String = others.iter().skip(3).take(4).map(link).collect();
    let most_read: String = others.iter().skip(5).take(5).map(link).collect();
    format!(
        "<div class=\"author-bio\"><img class=\"avatar\" src=\"{base}/avatars/{slug}.jpg\" width=\"96\" height=\"96\" alt=\"{author}\"><p>{author} writes about the region for this newspaper and keeps bees.</p></div>\n\
         <div class=\"feedback\"><p>Help us improve.</p></div>\n\
         <section class=\"related-articles\"><h2>Related Articles</h2><div class=\"cards\">{cards}</div></section>\n\
         <aside class=\"trending\"><h2>Trending</h2><ul>{trending}</ul></aside>\n\
         <aside class=\"most-read\"><h2>Most read today</h2><ol>{most_read}</ol></aside>\n\
         <section class=\"comments\" id=\"comments\"><h2>Join the conversation</h2><div class=\"comment\"><b>Oldtimer</b><p>I have lived here forty years and never saw the like.</p></div></section>\n",
        base = view.base,
        slug = slug_of(author),
        author = escape(author),
    )
}

fn card(view: &View, article: &Article) -> String {
    let picture = article.lead.as_ref().map(|figure| {
        format!("<img src=\"{}/thumb/{}.jpg\" width=\"160\" height=\"107\" alt=\"\">", view.base, figure.name)
    });
    format!(
        "<a class=\"card\" href=\"{}{}\">{}<span>{}</span></a>",
        view.base,
        article.path,
        picture.unwrap_or_default(),
        escape(&article.headline)
    )
}

//! Why an article was read from a page as it was: a report for people, as a page of HTML of its own.
//!
//! It shows what was found beside everything that the page says of the same thing, every block of text with how surely it was
//! held for the article's and what became of it, and every picture likewise. All texts of the page are escaped.

use broadsheet_model::Article;
use url::Url;

use crate::body::{BlockReport, Body};
use crate::evidence::{Evidence, first_text};
use crate::judge::features::Known;
use crate::stated_words::StatedWords;
use crate::words::{escape, folded, key};
use crate::{extract, figure_judge, figures, guard, lead};

/// Characters of a text that are shown.
const MOST_CHARS: usize = 400;

/// What `meta` elements and JSON-LD call the parts of an article.
const PARTS: [(&str, &[&str], &[&str]); 7] = [
    ("Headline", &["og:title", "twitter:title", "dc.title", "parsely-title", "title"], &["headline", "name"]),
    (
        "Byline",
        &["author", "article:author", "parsely-author", "dc.creator", "sailthru.author"],
        &["author", "creator"],
    ),
    (
        "Published",
        &["article:published_time", "date", "dc.date", "parsely-pub-date", "sailthru.date"],
        &["datePublished", "dateCreated"],
    ),
    ("Publication", &["og:site_name", "application-name", "twitter:site"], &["publisher", "isPartOf"]),
    ("Section", &["article:section", "parsely-section", "section", "category"], &["articleSection"]),
    ("Standfirst", &["og:description", "description", "twitter:description"], &["description", "alternativeHeadline"]),
    ("Lead picture", &["og:image", "twitter:image", "parsely-image-url"], &["image", "thumbnailUrl"]),
];

const STYLE: &str = "body{font:15px/1.5 sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}table{border-collapse:collapse;width:100%}\
td,th{border-top:1px solid #8886;padding:.3rem .6rem;text-align:left;vertical-align:top}.kept{background:#2a82}.out{opacity:.6}\
.rule{background:#c802}.names{font:12px monospace;opacity:.7}.won{font-weight:bold}";

/// The report on a page that was fetched from `url`.
#[must_use]
pub fn explain(html: &str, url: &str) -> String {
    let article = extract(html, url);
    let read = guard::readable(html);
    let document = read.document();
    let base = Url::parse(url).ok();
    let evidence = Evidence::of(&document, &read.scripts);
    let known = Known::of(&evidence, &article, base.as_ref());
    let lifted = figures::lift(&document, &StatedWords::of(&evidence), base.as_ref(), &article.byline);
    let page_pictures = lead::page_pictures(&evidence, base.as_ref());
    let (body, judgements) = Body::without_figures(&document, &known);
    let judged = figure_judge::judge(&body.figures_known(&known, &page_pictures, &judgements), &lifted);
    let pictures: Vec<(usize, f32)> =
        judged.into_iter().filter_map(|(index, judgement)| Some((body.figure_at(index)?, judgement))).collect();

    let title = format!("Broadsheet on {}", escape(url));
    let mut out = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><style>{STYLE}</style><h1>{title}</h1>\n"
    );
    let verdict = article.verdict;
    out.push_str(&format!(
        "<p>Taken for: {} ({} %), text: {}.</p>\n<h2>What was found, and what the page says of it</h2><table>\n",
        escape(&format!("{:?}", verdict.kind)),
        verdict.confidence,
        article.text_state.key(),
    ));
    parts(&article, &evidence, &mut out);
    out.push_str("</table>\n<h2>Pictures</h2><table><tr><th>Surely<th>Picture<th>Caption<th>Credit</tr>\n");
    for (number, judgement) in pictures {
        let Some(found) = lifted.get(number) else { continue };
        let kept = if judgement >= crate::body::FIGURE_KEPT { "kept" } else { "out" };
        out.push_str(&format!(
            "<tr class={kept}><td>{:.0} %<td>{}<td>{}<td>{}</tr>\n",
            judgement * 100.0,
            escape(&found.figure.src),
            escape(found.figure.caption.as_deref().unwrap_or_default()),
            escape(found.figure.credit.as_deref().unwrap_or_default()),
        ));
    }
    out.push_str("</table>\n<h2>Blocks</h2><p>Green is kept; amber is what a rule decided against the judgement.</p><table><tr><th>Surely<th>Where<th>Text</tr>\n");
    body.report(&judgements).iter().for_each(|block| row(block, &mut out));
    out.push_str("</table>\n");
    out
}

fn row(block: &BlockReport, out: &mut String) {
    let class = match (block.is_kept, block.by_rule) {
        (_, true) => "rule",
        (true, false) => "kept",
        (false, false) => "out",
    };
    let word = if block.is_kept { "kept" } else { "left out" };
    out.push_str(&format!(
        "<tr class={class}><td>{:.0} % {word}<td class=names>{}<td>{}</tr>\n",
        block.judgement * 100.0,
        escape(&block.place),
        escape(&shortened(block.text)),
    ));
}

fn parts(article: &Article, evidence: &Evidence, out: &mut String) {
    let join = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
    let found = [
        article.headline.clone(),
        join(&article.byline),
        article.published_at.map(|at| at.to_string()),
        article.site.clone(),
        article.section.clone(),
        article.standfirst.clone(),
        article.lead.as_ref().map(|lead| lead.src.clone()),
    ];
    for ((part, metas, properties), found) in PARTS.iter().zip(found) {
        let found = found.unwrap_or_default();
        out.push_str(&format!("<tr><th>{part}<td class=won>{}<td>", escape(&shortened(&found))));
        let own = key(&found);
        let mut say = |source: &str, said: &str| {
            let said_key = key(said);
            let agrees = !own.is_empty() && (own == said_key || own.contains(&said_key) || said_key.contains(&own));
            let class = if agrees { "won" } else { "out" };
            out.push_str(&format!("<div class={class}>{}: {}</div>", escape(source), escape(&shortened(said))));
        };
        for name in *properties {
            evidence.property(name).filter_map(first_text).for_each(|said| say(&format!("JSON-LD {name}"), &said));
        }
        for name in *metas {
            evidence.meta_all(name).for_each(|said| say(name, said));
        }
        if *part == "Headline" {
            evidence.title().into_iter().for_each(|said| say("<title>", said));
        }
        out.push_str("</tr>\n");
    }
}

fn shortened(text: &str) -> String {
    let folded = folded(text).unwrap_or_default();
    match folded.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{} …", folded.get(..end).unwrap_or_default()),
        None => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_shows_everything_and_runs_nothing() {
        let page = "<title>Ferries | Courier</title><meta property=og:title content='Ferries &lt;script&gt;'><h1>Ferries &lt;b&gt;</h1>\
            <div class=story><p>The ferry left Merrow at noon with forty people on board, a dog, and the mail.</p></div><nav><a href=/>Home</a></nav>\
            <img src=https://a.example/ferry-at-noon.jpg>";
        let report = explain(page, "https://courier.example/<script>");
        for part in ["The ferry left", "ferry-at-noon.jpg", "Home", "og:title", "&lt;script&gt;", "div.story"] {
            assert!(report.contains(part), "{part}\n{report}");
        }
        assert!(!report.contains("<script"), "{report}");
    }
}

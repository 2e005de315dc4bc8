//! Extraction alone, over JSON Lines: `{id, url, html}` a line in, the article a line out, not sanitised.
//!
//! For work on this room, where the whole command line would take longer to build. Built with the feature `training` it may be
//! given a folder with trees and tables of the judge, to see what they do on pages that they were not trained on; the answer
//! then names the numbers of the page's pictures too.

use std::io::{BufRead, Write};

use broadsheet_extract::extract;
use jiff::tz::Offset;
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let worker = std::thread::Builder::new().stack_size(64 << 20).spawn(run)?;
    worker.join().unwrap_or_else(|_| Err(std::io::Error::other("a page could not be read")))
}

fn run() -> std::io::Result<()> {
    #[cfg(feature = "training")]
    let judge = std::env::args().nth(1).map(std::path::PathBuf::from);
    #[cfg(feature = "training")]
    if let Some(folder) = &judge {
        let trees = |name: &str| std::fs::read(folder.join(name));
        let table = |name: &str| std::fs::read_to_string(folder.join(name));
        let figures = trees("figures.trees").ok();
        broadsheet_extract::training::learn(
            [&trees("first.trees")?, &trees("second.trees")?],
            figures.as_deref(),
            [table("names.tsv")?, table("phrases.tsv")?, table("sayings.tsv")?],
        );
    }
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let word = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
        let article = extract(word("html"), word("url"));
        let lead = article.lead.unwrap_or_default();
        let shown = article.standfirst.as_deref().filter(|_| article.standfirst_shown);
        let above = shown.map(|shown| format!("<p>{}</p>", shown.replace('&', "&amp;").replace('<', "&lt;")));
        let html = above.unwrap_or_default() + &article.html;
        let published = article.published_at.map(|at| {
            let offset = Offset::from_seconds(article.published_offset_seconds).unwrap_or(Offset::UTC);
            at.display_with_offset(offset).to_string()
        });
        let answer = json!({
            "id": line.get("id"), "title": article.headline, "byline": article.byline,
            "published": published, "modified": article.modified_at, "site": article.site,
            "section": article.section, "language": article.language, "standfirst": article.standfirst,
            "lead_image": Some(lead.src).filter(|src| !src.is_empty()), "lead_caption": lead.caption,
            "lead_credit": lead.credit, "figures": article.figures, "html": html, "text": article.text,
        });
        #[cfg(feature = "training")]
        let answer = if judge.is_some() { with_pictures(answer, word("html"), word("url")) } else { answer };
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

#[cfg(feature = "training")]
fn with_pictures(mut answer: Value, html: &str, url: &str) -> Value {
    let pictures = broadsheet_extract::training::pictures(html, url, &extract(html, url));
    let pictures: Vec<Value> =
        pictures.into_iter().map(|picture| json!({ "src": picture.src, "row": picture.row })).collect();
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("pictures".to_owned(), Value::from(pictures));
    }
    answer
}

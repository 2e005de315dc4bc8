//! Extraction alone, over JSON Lines: `{id, url, html}` a line in, the article a line out, not sanitised.
//!
//! For work on this room, where the whole command line would take longer to build.

use std::io::{BufRead, Write};

use broadsheet_extract::extract;
use jiff::tz::Offset;
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let worker = std::thread::Builder::new().stack_size(64 << 20).spawn(run)?;
    worker.join().unwrap_or_else(|_| Err(std::io::Error::other("a page could not be read")))
}

fn run() -> std::io::Result<()> {
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
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

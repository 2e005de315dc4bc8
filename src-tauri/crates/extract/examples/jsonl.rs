//! Measuring aid.
use std::io::{BufRead, Write};
fn main() {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let v: serde_json::Value = serde_json::from_str(&line).unwrap();
        let a = broadsheet_extract::extract(v["html"].as_str().unwrap(), v["url"].as_str().unwrap_or(""));
        let l = a.lead.clone().unwrap_or_default();
        let o = serde_json::json!({"id": v["id"], "title": a.headline, "byline": a.byline, "published": a.published_at.map(|t| t.to_string()), "modified": a.modified_at.map(|t| t.to_string()),
            "site": a.site, "section": a.section, "language": a.language, "standfirst": a.standfirst, "lead_image": a.lead.as_ref().map(|l| l.src.clone()), "lead_caption": l.caption, "lead_credit": l.credit,
            "figures": a.figures, "html": a.html, "text": a.text, "state": a.text_state.key(), "canonical": a.canonical_url});
        writeln!(out, "{o}").unwrap();
    }
}

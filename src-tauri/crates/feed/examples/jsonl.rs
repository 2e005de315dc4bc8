//! Measuring aid.
use base64::Engine;
use std::io::{BufRead, Write};
fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let v: serde_json::Value = serde_json::from_str(&line).unwrap();
        let b = base64::engine::general_purpose::STANDARD.decode(v["body_b64"].as_str().unwrap()).unwrap();
        let ct = v["content_type"].as_str();
        let url = v["url"].as_str().unwrap_or("");
        let mut o = match broadsheet_feed::parse(&b, ct, url) {
            Ok(p) => {
                let mut o = serde_json::to_value(&p).unwrap();
                o["ok"] = true.into();
                o
            }
            Err(e) => {
                let d = broadsheet_feed::discover(&broadsheet_feed::decode(&b, ct), url);
                serde_json::json!({"ok": !d.is_empty(), "error": e.to_string(), "discovered": d})
            }
        };
        o["id"] = v["id"].clone();
        writeln!(out, "{o}").unwrap();
        out.flush().unwrap();
    }
}

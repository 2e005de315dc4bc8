//! Feed parsing alone, over JSON Lines: `{id, content_type, url, body_b64}` a line in, the uniform feed form a line out.
//!
//! For work on this room, where the whole command line would take longer to build.

use std::io::{BufRead, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use broadsheet_feed::{decode, discover, parse};
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let word = |key: &str| line.get(key).and_then(Value::as_str);
        let url = word("url").unwrap_or_default();
        let body = STANDARD.decode(word("body_b64").unwrap_or_default().trim()).map_err(std::io::Error::other)?;
        let mut answer = match parse(&body, word("content_type"), url) {
            Ok(feed) => {
                let mut answer = serde_json::to_value(&feed)?;
                if let Some(fields) = answer.as_object_mut() {
                    fields.insert("ok".to_owned(), Value::Bool(true));
                    fields.insert("error".to_owned(), Value::Null);
                }
                answer
            }
            Err(error) => {
                let discovered = discover(&decode(&body, word("content_type")), url);
                json!({"ok": !discovered.is_empty(), "error": error.to_string(), "format": null, "feed": null, "entries": [], "discovered": discovered})
            }
        };
        if let Some(fields) = answer.as_object_mut() {
            fields.insert("id".to_owned(), line.get("id").cloned().unwrap_or_default());
        }
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

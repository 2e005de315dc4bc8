//! Shows what a page's headline, byline, day and section are chosen among, for training the weights: `{id, url, html}` a line
//! in; for each choice its candidates, where they were found and their traits, a line out.

use std::io::{BufRead, Write};

use broadsheet_extract::training::choices::choices;
use serde_json::{Map, Value, json};

fn main() -> std::io::Result<()> {
    let worker = std::thread::Builder::new().stack_size(64 << 20).spawn(run)?;
    worker.join().unwrap_or_else(|_| Err(std::io::Error::other("a page could not be read")))
}

fn run() -> std::io::Result<()> {
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let word = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
        let mut answer = Map::from_iter([("id".to_owned(), word("id").into())]);
        for choice in choices(word("html"), word("url")) {
            let shown = json!({"candidates": choice.candidates, "sources": choice.sources, "rows": choice.rows});
            answer.insert(choice.of.to_owned(), shown);
        }
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
    }
    output.flush()
}

//! Shows pages to the judge, for training it: `{id, url, html}` a line in; a line of texts and places out, and the numbers as
//! 32-bit floats in the file that is named first.

use std::io::{BufRead, Write};

use broadsheet_extract::{extract, training};
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let worker = std::thread::Builder::new().stack_size(64 << 20).spawn(run)?;
    worker.join().unwrap_or_else(|_| Err(std::io::Error::other("a page could not be read")))
}

fn run() -> std::io::Result<()> {
    let name = std::env::args().nth(1).ok_or_else(|| std::io::Error::other("name the file for the numbers"))?;
    let mut numbers = std::io::BufWriter::new(std::fs::File::create(name)?);
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let word = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
        let article = extract(word("html"), word("url"));
        let seen = training::see(word("html"), word("url"), &article);
        let answer = json!({
            "id": line.get("id"), "texts": seen.texts, "places": seen.places, "elements": seen.elements,
            "openings": seen.openings, "chars": seen.chars, "judged": seen.judged,
            "sieved": seen.sieved, "groups": seen.groups, "kinds": seen.kinds, "linked": seen.linked, "tags": seen.tags, "names": training::NAMES,
            "named": training::NAMED, "context": training::JUDGED,
        });
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
        for number in seen.rows.iter().flatten() {
            numbers.write_all(&number.to_le_bytes())?;
        }
    }
    numbers.flush()
}

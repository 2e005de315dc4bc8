//! The JSON Lines commands: one object a line in, one a line out, in order, flushed as made.
//!
//! A line that cannot be answered gives `{"id":…,"error":"…"}` and the stream goes on. Nothing is kept between lines.

use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use base64::Engine as _;
use broadsheet_api::tools;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::Failure;
use crate::arguments::Stream;
use crate::input;
use crate::print;

/// Which step a stream runs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    Extract,
    ParseFeed,
    Sanitise,
}

/// Room for documents that nest deeply; the parsers bound the depth, this is the second wall.
const STACK_BYTES: usize = 64 << 20;

/// Runs a step over a file, or over a stream of lines, on a thread with room for deep documents.
pub(crate) fn run(step: Step, stream: Stream) -> Result<(), Failure> {
    roomy(move || if stream.jsonl { lines(step) } else { one(step, &stream) })
}

/// Writes the report on a page that was read from a file.
pub(crate) fn explain(stream: &Stream) -> Result<(), Failure> {
    let bytes = input::read(stream.file.as_deref())?;
    page(tools::decode(&bytes, None), stream.url.clone(), true)
}

/// Writes what was found in a page, or the report on it.
pub(crate) fn page(html: String, url: String, explain: bool) -> Result<(), Failure> {
    let report = roomy(move || {
        if explain {
            return Ok(print::harmless(&tools::explain(&html, &url)));
        }
        let answer = guarded(|| object(&tools::extract(&html, &url)));
        Ok(serde_json::to_string_pretty(&answer).map_err(std::io::Error::other)? + "\n")
    })?;
    Ok(std::io::stdout().lock().write_all(report.as_bytes())?)
}

/// Runs some work on a thread with room for deep documents.
pub(crate) fn roomy<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let worker = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work)?;
    worker.join().unwrap_or_else(|_| Err(Failure::Io(std::io::Error::other("the document could not be read"))))
}

fn one(step: Step, stream: &Stream) -> Result<(), Failure> {
    let bytes = input::read(stream.file.as_deref())?;
    let line = Line { url: Some(stream.url.clone()), ..Line::default() };
    let mut answer = guarded(|| answer_bytes(step, &bytes, &line));
    answer.remove("id");
    writeln!(std::io::stdout().lock(), "{}", serde_json::to_string_pretty(&answer).map_err(std::io::Error::other)?)?;
    Ok(())
}

fn lines(step: Step) -> Result<(), Failure> {
    // What goes wrong with a line stands in its answer; the panic's own words would only disturb the stream.
    std::panic::set_hook(Box::new(|_| {}));
    let mut input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(());
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = answer_line(step, &bytes);
        serde_json::to_writer(&mut output, &answer).map_err(std::io::Error::from)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
}

/// One line of any of the commands; unknown fields are ignored.
#[derive(Debug, Default, Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    url: Option<String>,
    base_url: Option<String>,
    content_type: Option<String>,
    html: Option<String>,
    html_b64: Option<String>,
    body_b64: Option<String>,
}

fn answer_line(step: Step, bytes: &[u8]) -> Map<String, Value> {
    let line: Line = match serde_json::from_slice(bytes) {
        Ok(line) => line,
        Err(error) => {
            // Even a line of the wrong shape keeps its id, where it has one.
            let id = serde_json::from_slice::<Value>(bytes).ok().and_then(|value| value.get("id").cloned());
            return fault(
                id.unwrap_or_default(),
                &format!("the line is not a JSON object of the expected form: {error}"),
            );
        }
    };
    let id = line.id.clone();
    let mut answer = guarded(|| answer(step, &line));
    answer.insert("id".to_owned(), id);
    answer
}

fn answer(step: Step, line: &Line) -> Map<String, Value> {
    let encoded = match step {
        Step::Extract => line.html_b64.as_deref(),
        Step::ParseFeed => line.body_b64.as_deref(),
        Step::Sanitise => None,
    };
    match (step, encoded, line.html.as_deref()) {
        (Step::Extract, None, Some(html)) => object(&tools::extract(html, line.url.as_deref().unwrap_or_default())),
        (Step::Sanitise, _, Some(html)) => sanitised(html, line),
        (_, Some(encoded), _) => match base64::engine::general_purpose::STANDARD.decode(encoded.trim()) {
            Ok(bytes) => answer_bytes(step, &bytes, line),
            Err(error) => fault(Value::Null, &format!("the base64 cannot be read: {error}")),
        },
        (Step::Extract, None, None) => fault(Value::Null, "the line has neither html nor html_b64"),
        (Step::ParseFeed, None, _) => fault(Value::Null, "the line has no body_b64"),
        (Step::Sanitise, _, None) => fault(Value::Null, "the line has no html"),
    }
}

fn answer_bytes(step: Step, bytes: &[u8], line: &Line) -> Map<String, Value> {
    let url = line.url.as_deref().unwrap_or_default();
    let content_type = line.content_type.as_deref();
    match step {
        Step::Extract => object(&tools::extract(&tools::decode(bytes, content_type), url)),
        Step::Sanitise => sanitised(&tools::decode(bytes, content_type), line),
        Step::ParseFeed => match tools::parse_feed(bytes, content_type, url) {
            Ok(feed) => {
                let mut answer = object(&feed);
                answer.insert("ok".to_owned(), Value::Bool(true));
                answer.insert("error".to_owned(), Value::Null);
                answer
            }
            Err((error, discovered)) => {
                // A page that names feeds is an answer, though it is no feed itself.
                let ok = !discovered.is_empty();
                object(
                    &json!({"ok": ok, "error": error, "format": null, "feed": null, "entries": [], "discovered": discovered}),
                )
            }
        },
    }
}

fn sanitised(html: &str, line: &Line) -> Map<String, Value> {
    let base = line.base_url.as_deref().or(line.url.as_deref()).filter(|base| !base.is_empty());
    object(&json!({ "html": tools::sanitise(html, base) }))
}

fn object(value: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => fault(Value::Null, "the answer is no object"),
        Err(error) => fault(Value::Null, &error.to_string()),
    }
}

fn guarded(work: impl FnOnce() -> Map<String, Value>) -> Map<String, Value> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| fault(Value::Null, "Broadsheet failed on this document"))
}

fn fault(id: Value, message: &str) -> Map<String, Value> {
    Map::from_iter([("id".to_owned(), id), ("error".to_owned(), Value::String(message.to_owned()))])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(step: Step, line: &str) -> Value {
        Value::Object(answer_line(step, line.as_bytes()))
    }

    #[test]
    fn a_line_that_makes_no_sense_is_answered_with_its_id() {
        assert_eq!(ask(Step::Sanitise, r#"{"id": 7, "html": 3}"#)["id"], 7);
        assert!(ask(Step::Sanitise, r#"{"id": 7, "html": 3}"#)["error"].is_string());
        assert!(ask(Step::Extract, "not json")["error"].is_string());
        assert!(ask(Step::ParseFeed, r#"{"id":"a","body_b64":"%%"}"#)["error"].as_str().unwrap().contains("base64"));
        assert_eq!(ask(Step::ParseFeed, r#"{"id":"a"}"#)["id"], "a");
    }

    #[test]
    fn unknown_fields_are_ignored() {
        let answer = ask(Step::Sanitise, r#"{"id":"x","html":"<p>a<script>b</script></p>","class":"exec"}"#);
        assert_eq!(answer, json!({"id": "x", "html": "<p>a</p>"}));
    }

    #[test]
    fn what_is_no_feed_says_so() {
        let page = base64::engine::general_purpose::STANDARD
            .encode("<html><head><link rel=alternate type='application/rss+xml' href='/f'></head></html>");
        let answer = ask(Step::ParseFeed, &format!(r#"{{"id":1,"url":"https://a.example/","body_b64":"{page}"}}"#));
        assert_eq!(answer["format"], Value::Null);
        assert!(answer["error"].is_string());
        assert_eq!(answer["discovered"][0]["url"], "https://a.example/f");
    }
}

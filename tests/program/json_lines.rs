//! The commands that answer JSON Lines: in order, flushed as made, with bad lines answered and memory flat.

use crate::harness::Reader;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout};

/// A command that is fed line by line.
struct Stream {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Stream {
    fn of(command: &str) -> Self {
        let mut started = Reader::new().command();
        started.args([command, "--jsonl"]).stdin(std::process::Stdio::piped());
        started.current_dir(std::env::temp_dir());
        let mut child = started.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, input, output }
    }

    async fn write(&mut self, line: &str) {
        self.input.write_all(line.as_bytes()).await.unwrap();
        self.input.write_all(b"\n").await.unwrap();
        self.input.flush().await.unwrap();
    }

    async fn answer(&mut self) -> Value {
        let line = tokio::time::timeout(Duration::from_secs(20), self.output.next_line()).await;
        let line = line.expect("no answer came before the next line was written").unwrap().unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// Writes one line and reads its answer before anything else is written.
    async fn ask(&mut self, line: &str) -> Value {
        self.write(line).await;
        self.answer().await
    }

    /// Ends the input; the command must then end well, with nothing more to say.
    async fn end(mut self) {
        drop(self.input);
        assert_eq!(self.output.next_line().await.unwrap(), None);
        assert!(self.child.wait().await.unwrap().success());
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let number = group.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place) & 63) as usize];
            text.push(if place > group.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

fn page(number: usize) -> String {
    let paragraph =
        format!("Paragraph {number} tells in plain words what happened at the harbour, who saw it and when. ");
    format!(
        "<html><head><title>Story {number}</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Story {number}</h1>\
         <p>{0}</p><p>{0}</p><p>{0}</p></article></body></html>",
        paragraph.repeat(4)
    )
}

fn feed(number: usize) -> String {
    format!(
        "<rss version='2.0'><channel><title>Feed {number}</title><item><title>Story {number}</title>\
         <link>https://news.example/{number}</link></item></channel></rss>"
    )
}

/// A good line for a command, and where in its answer the number shows.
fn line(command: &str, number: usize) -> String {
    match command {
        "extract" => json!({"id": number, "url": "https://news.example/a", "html": page(number)}),
        "parse-feed" => {
            json!({"id": number, "url": "https://news.example/f", "body_b64": base64(feed(number).as_bytes())})
        }
        _ => json!({"id": number, "html": format!("<p onclick=x>Story {number}<script>y</script></p>")}),
    }
    .to_string()
}

fn is_answer(command: &str, number: usize, answer: &Value) -> bool {
    let shown = match command {
        "extract" => &answer["title"],
        "parse-feed" => &answer["entries"][0]["title"],
        _ => &answer["html"],
    };
    answer["id"] == number && shown.as_str().is_some_and(|shown| shown.contains(&format!("Story {number}")))
}

const COMMANDS: [&str; 3] = ["extract", "parse-feed", "sanitise"];

#[tokio::test(flavor = "multi_thread")]
async fn each_line_is_answered_before_the_next_is_written() {
    for command in COMMANDS {
        let mut stream = Stream::of(command);
        for number in 0..50 {
            let answer = stream.ask(&line(command, number)).await;
            assert!(is_answer(command, number, &answer), "{command}: {answer}");
        }
        stream.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_line_is_answered_with_its_id_and_the_stream_goes_on() {
    for command in COMMANDS {
        let mut stream = Stream::of(command);
        for (bad, id) in [
            ("not json", Value::Null),
            ("{\"id\": 7", Value::Null),
            ("[1, 2]", Value::Null),
            ("\"text\"", Value::Null),
            ("{\"id\": \"seven\"}", json!("seven")),
            ("{\"id\": 8, \"html\": 3, \"body_b64\": 3}", json!(8)),
            ("{\"id\": {\"deep\": [1]}, \"html_b64\": \"%%\", \"body_b64\": \"%%\"}", json!({"deep": [1]})),
            ("\u{0}\u{1}", Value::Null),
        ] {
            let answer = stream.ask(bad).await;
            assert_eq!(answer["id"], id, "{command}: {bad}");
            assert!(answer["error"].as_str().is_some_and(|error| !error.is_empty()), "{command}: {bad}: {answer}");
            let next = stream.ask(&line(command, 9)).await;
            assert!(is_answer(command, 9, &next), "{command} after {bad}: {next}");
        }
        stream.input.write_all(b"\xff\xfe{}\n").await.unwrap();
        assert!(stream.answer().await["error"].is_string(), "{command}: bytes that are no UTF-8");
        stream.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_fields_and_empty_lines_are_ignored() {
    for command in COMMANDS {
        let mut stream = Stream::of(command);
        let mut value: Value = serde_json::from_str(&line(command, 3)).unwrap();
        value["label"] = json!({"anything": [true, null]});
        value["error"] = json!("of somebody else");
        stream.write("").await;
        stream.write("  \t").await;
        let answer = stream.ask(&value.to_string()).await;
        assert!(is_answer(command, 3, &answer), "{command}: {answer}");
        assert!(answer["label"].is_null() && answer["error"].is_null(), "{command}: {answer}");
        stream.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_line_without_an_end_is_answered() {
    for command in COMMANDS {
        let mut stream = Stream::of(command);
        stream.input.write_all(line(command, 4).as_bytes()).await.unwrap();
        let Stream { mut child, input, mut output } = stream;
        drop(input);
        let answer = output.next_line().await.unwrap().unwrap();
        assert!(is_answer(command, 4, &serde_json::from_str(&answer).unwrap()), "{command}: {answer}");
        assert!(child.wait().await.unwrap().success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_away_ends_the_stream_without_a_complaint() {
    for command in COMMANDS {
        let Stream { child, mut input, output } = Stream::of(command);
        drop(output);
        for number in 0..50 {
            if input.write_all(format!("{}\n", line(command, number)).as_bytes()).await.is_err() {
                break;
            }
        }
        drop(input);
        let done = tokio::time::timeout(Duration::from_secs(20), child.wait_with_output()).await.unwrap().unwrap();
        assert!(done.status.success(), "{command}: {}", done.status);
        assert_eq!(String::from_utf8_lossy(&done.stderr), "", "{command}");
    }
}

/// The most memory that a process has held so far, in KiB.
#[cfg(target_os = "linux")]
fn most_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn memory_stays_flat_over_twenty_thousand_lines_in_order() {
    const BATCH: usize = 100;
    for (command, lines) in [("extract", 4_000), ("parse-feed", 8_000), ("sanitise", 8_000)] {
        let mut stream = Stream::of(command);
        let process = stream.child.id().unwrap();
        let mut early = 0;
        for batch in 0..lines / BATCH {
            let numbers = batch * BATCH..(batch + 1) * BATCH;
            let written: String = numbers.clone().map(|number| line(command, number) + "\n").collect();
            let input = &mut stream.input;
            let output = &mut stream.output;
            let write = async { input.write_all(written.as_bytes()).await.unwrap() };
            let read = async {
                for number in numbers {
                    let answer: Value = serde_json::from_str(&output.next_line().await.unwrap().unwrap()).unwrap();
                    assert!(is_answer(command, number, &answer), "{command} {number}: {answer}");
                }
            };
            tokio::join!(write, read);
            if batch == lines / BATCH / 10 {
                early = most_memory(process);
            }
        }
        let late = most_memory(process);
        println!("{command}: {early} KiB after a tenth, {late} KiB after {lines} lines");
        assert!(late < early + 4_096, "{command}: memory grew from {early} to {late} KiB");
        stream.end().await;
    }
}

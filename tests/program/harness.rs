//! A reader at the command line: the real command, a library of its own, and answers as JSON.

use newspaper::{Newspaper, Options};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

/// No command may take longer; a test that waits for this has found a fault.
const LONGEST: Duration = Duration::from_secs(180);

/// Where every request that is not for this machine ends: a port that nobody listens to.
const NOWHERE: &str = "http://127.0.0.1:9";

/// The built command: `BROADSHEET_BIN`, or the one beside the running test.
pub fn broadsheet() -> PathBuf {
    if let Some(named) = std::env::var_os("BROADSHEET_BIN") {
        return named.into();
    }
    let name = format!("broadsheet{}", std::env::consts::EXE_SUFFIX);
    let test = std::env::current_exe().unwrap();
    let found = test.ancestors().skip(1).map(|folder| folder.join(&name)).find(|path| path.is_file());
    found.expect("the broadsheet command is not built; run `cargo build -p broadsheet-cli` first")
}

/// The test newspaper, with today's date.
pub async fn newspaper() -> Newspaper {
    Newspaper::start(Options::default()).await.unwrap()
}

/// Someone who uses the command on one library.
pub struct Reader {
    library: PathBuf,
    home: TempDir,
    patience: u64,
}

/// What a command did.
#[derive(Debug)]
pub struct Done {
    pub succeeded: bool,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

/// The error that a command gave.
#[derive(Debug)]
pub struct Refusal {
    pub code: String,
    pub message: String,
    pub hint: String,
}

impl Reader {
    /// A reader with an empty library.
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        Self { library: home.path().join("library"), home, patience: 20 }
    }

    /// A reader whose library lies in `library`.
    pub fn of(library: &Path) -> Self {
        Self { library: library.to_owned(), home: tempfile::tempdir().unwrap(), patience: 20 }
    }

    /// From now on a server has only so many seconds for an answer; the test newspaper has to have painted its pictures
    /// before, which may take it longer.
    pub fn lose_patience(&mut self, seconds: u64) {
        self.patience = seconds;
    }

    pub fn library(&self) -> &Path {
        &self.library
    }

    /// A folder for files that are no part of the library.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The command, ready to run. It knows no folder of the user's, and only this machine can be reached.
    pub fn command(&self) -> Command {
        let mut command = Command::new(broadsheet());
        command.env_clear();
        for kept in ["PATH", "SYSTEMROOT", "TMPDIR"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        for proxy in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env(proxy, NOWHERE);
        }
        command.env("no_proxy", "127.0.0.1,localhost").env("NO_PROXY", "127.0.0.1,localhost");
        command.env("HOME", self.home.path()).env("XDG_DATA_HOME", self.home.path().join("data"));
        command.current_dir(self.home.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    fn on_library(&self, arguments: &[&str]) -> Command {
        let mut command = self.command();
        command.arg("--library").arg(&self.library).args(["--json", "--timeout", &self.patience.to_string()]);
        command.args(arguments);
        command
    }

    /// Starts a command that may reach this machine, and leaves it running.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.on_library(&[&["--allow-private", "127.0.0.1"], arguments].concat()).spawn().unwrap()
    }

    /// Runs a command that may reach this machine.
    pub async fn run(&self, arguments: &[&str]) -> Done {
        finish(self.start(arguments), arguments).await
    }

    /// Runs a command that must succeed, and gives back its answer.
    pub async fn ask(&self, arguments: &[&str]) -> Value {
        let done = self.run(arguments).await;
        assert!(done.succeeded, "{arguments:?}: {} {}", done.stdout, done.stderr);
        parsed(&done.stdout, arguments)
    }

    /// Runs a command that must fail with an error that says what to do.
    pub async fn refused(&self, arguments: &[&str]) -> Refusal {
        refusal(&self.run(arguments).await, arguments)
    }

    /// The same for a command that is given something on its standard input.
    pub async fn refused_with(&self, arguments: &[&str], input: &str) -> Refusal {
        let mut child = self.on_library(arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).await.unwrap();
        refusal(&finish(child, arguments).await, arguments)
    }

    /// The same for a command that may reach no private address at all.
    pub async fn refused_without_leave(&self, arguments: &[&str]) -> Refusal {
        refusal(&finish(self.on_library(arguments).spawn().unwrap(), arguments).await, arguments)
    }

    /// Every article, newest first.
    pub async fn articles(&self) -> Vec<Value> {
        array(&self.ask(&["list", "--limit", "10000"]).await["articles"])
    }

    /// What a failed command must leave as it was.
    pub async fn contents(&self) -> Value {
        let mut contents = Vec::new();
        for question in [&["list", "--limit", "10000"][..], &["sources"], &["lists"], &["status"]] {
            contents.push(self.ask(question).await);
        }
        Value::Array(contents)
    }

    /// The page of the article with this headline.
    pub async fn show_headline(&self, headline: &str) -> Value {
        let articles = self.articles().await;
        let found = articles.iter().find(|card| card["headline"] == headline);
        let found = found.unwrap_or_else(|| panic!("no article “{headline}” in the library"));
        self.ask(&["show", &found["id"].to_string()]).await
    }
}

/// Waits for a command, but not for ever.
pub async fn finish(child: Child, arguments: &[&str]) -> Done {
    let began = Instant::now();
    let output = tokio::time::timeout(LONGEST, child.wait_with_output()).await;
    let output = output.unwrap_or_else(|_| panic!("{arguments:?} did not end")).unwrap();
    Done {
        succeeded: output.status.success(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        took: began.elapsed(),
    }
}

/// The error of a command that failed: JSON on the standard error, with code, message and hint.
pub fn refusal(done: &Done, arguments: &[&str]) -> Refusal {
    assert!(!done.succeeded, "{arguments:?} succeeded: {}", done.stdout);
    let error = parsed(&done.stderr, arguments);
    let text = |field: &str| {
        let text = error[field].as_str().unwrap_or_default().to_owned();
        assert!(!text.trim().is_empty(), "{arguments:?}: the error has no {field}: {error}");
        text
    };
    Refusal { code: text("code"), message: text("message"), hint: text("hint") }
}

fn parsed(text: &str, arguments: &[&str]) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {text}"))
}

/// The members of a JSON array.
pub fn array(value: &Value) -> Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no array: {value}")).clone()
}

/// The body of a document on this machine.
pub async fn download(url: &str) -> Vec<u8> {
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let head = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    answer.split_off(head + 4)
}

/// The words of HTML, one space between them.
pub fn words(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", " ");
    folded(&text.replace("&amp;", "&"))
}

/// Text with one space between words, and none that marks for emphasis and links left before punctuation.
pub fn folded(text: &str) -> String {
    let mut folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in [".", ",", ";", ":", "!", "?", ")", "’", "”"] {
        folded = folded.replace(&format!(" {mark}"), mark);
    }
    folded
}

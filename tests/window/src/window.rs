//! The window and what can be done with it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use fs_err as fs;
use serde_json::{Value, json};
use tokio::process::{Child, Command};

use crate::display::Display;
use crate::error::WindowError;

/// How long anything in the window is waited for.
const PATIENCE: Duration = Duration::from_secs(40);

/// Which window to open.
#[derive(Debug, Clone)]
pub struct Open {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// What stands in its environment beside our own.
    pub environment: Vec<(String, String)>,
}

/// An open window.
pub struct Window {
    client: Client,
    driver: Child,
    display: String,
    opened: Instant,
}

impl Window {
    /// Opens the window on a display.
    ///
    /// # Errors
    /// WebKitWebDriver is missing, or the window does not open.
    pub async fn open(display: &Display, open: &Open) -> Result<Self, WindowError> {
        let port = free_port()?;
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("DISPLAY", display.name())
            .env("XDG_DATA_HOME", display.profile().join("data"))
            .env("XDG_CACHE_HOME", display.profile().join("cache"))
            .env("GDK_BACKEND", "x11")
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            // No accessibility bus and no graphics card are to be had on a display that nobody sees.
            .env("NO_AT_BRIDGE", "1")
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .envs(open.environment.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|source| WindowError::Start { program: "WebKitWebDriver", source })?;
        wait_for_port(port).await?;
        let wanted = json!({
            "webkitgtk:browserOptions": {"binary": open.program.to_string_lossy(), "args": open.arguments},
        });
        let Value::Object(capabilities) = wanted else { return Err(WindowError::NotUp("WebKitWebDriver")) };
        let opened = Instant::now();
        let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        builder.capabilities(capabilities);
        let client = builder
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .map_err(|error| WindowError::Session(error.to_string()))?;
        Ok(Self { client, driver, display: display.name().to_owned(), opened })
    }

    /// When the program was started.
    #[must_use]
    pub fn opened(&self) -> Instant {
        self.opened
    }

    /// Closes the window as a person would, and waits until its program has ended.
    ///
    /// # Errors
    /// The driver does not answer.
    pub async fn close(mut self) -> Result<(), WindowError> {
        self.client.close().await?;
        // The program is a child of the driver, which ends it.
        let _ = self.driver.kill().await;
        Ok(())
    }

    /// Resizes the window, in pixels.
    ///
    /// # Errors
    /// The driver does not answer.
    pub async fn resize(&self, width: u32, height: u32) -> Result<(), WindowError> {
        Ok(self.client.set_window_size(width, height).await?)
    }

    /// The first element that a CSS selector finds, as soon as there is one.
    ///
    /// # Errors
    /// There is none in time.
    pub async fn find(&self, selector: &str) -> Result<Element, WindowError> {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(selector)).await;
        found.map_err(|_| WindowError::Waited { what: format!("`{selector}`"), secs: PATIENCE.as_secs() })
    }

    /// How many elements a CSS selector finds now.
    ///
    /// # Errors
    /// The driver does not answer.
    pub async fn count(&self, selector: &str) -> Result<usize, WindowError> {
        Ok(self.client.find_all(Locator::Css(selector)).await?.len())
    }

    /// Clicks the first element that a CSS selector finds.
    ///
    /// # Errors
    /// There is none in time, or it cannot be clicked.
    pub async fn click(&self, selector: &str) -> Result<(), WindowError> {
        Ok(self.find(selector).await?.click().await?)
    }

    /// Types into the first element that a CSS selector finds.
    ///
    /// # Errors
    /// There is none in time, or it takes no text.
    pub async fn type_into(&self, selector: &str, text: &str) -> Result<(), WindowError> {
        let field = self.find(selector).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Presses a key, as a person would: it goes to whatever has the focus by then, or to the page where nothing has it.
    /// Keys that are held meanwhile stand before it, as in `Shift+ArrowDown`.
    ///
    /// # Errors
    /// The driver does not answer.
    pub async fn press(&self, keys: &str) -> Result<(), WindowError> {
        let named: Vec<&str> = if keys == "+" { vec![keys] } else { keys.split('+').collect() };
        let mut pressed = named.iter().map(|name| key_named(name)).collect::<Result<Vec<char>, _>>()?;
        if let &[letter] = pressed.as_slice()
            && letter.is_ascii_uppercase()
        {
            pressed.insert(0, char::from(Key::Shift));
        }
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in pressed.iter().copied() {
            actions = actions.then(KeyAction::Down { value });
        }
        for value in pressed.into_iter().rev() {
            actions = actions.then(KeyAction::Up { value });
        }
        Ok(self.client.perform_actions(actions).await?)
    }

    /// Clicks the first element that a CSS selector finds, while a key is held.
    ///
    /// # Errors
    /// There is none in time, or it cannot be clicked.
    pub async fn click_with(&self, held: &str, selector: &str) -> Result<(), WindowError> {
        let value = key_named(held)?;
        let element = self.find(selector).await?;
        let keys = || KeyActions::new("keyboard".to_owned());
        self.client.perform_actions(keys().then(KeyAction::Down { value })).await?;
        element.click().await?;
        Ok(self.client.perform_actions(keys().then(KeyAction::Up { value })).await?)
    }

    /// The text of the first element that a CSS selector finds, as it is shown.
    ///
    /// # Errors
    /// There is none in time.
    pub async fn text(&self, selector: &str) -> Result<String, WindowError> {
        Ok(self.find(selector).await?.text().await?)
    }

    /// Runs a script in the page and answers what it returns.
    ///
    /// # Errors
    /// The script throws.
    pub async fn run(&self, script: &str) -> Result<Value, WindowError> {
        Ok(self.client.execute(script, Vec::new()).await?)
    }

    /// Runs a script with arguments, which it finds in `arguments`.
    ///
    /// # Errors
    /// The script throws.
    pub async fn run_with(&self, script: &str, arguments: Vec<Value>) -> Result<Value, WindowError> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Waits until a script returns `true`.
    ///
    /// # Errors
    /// It never does, or it throws.
    pub async fn wait_until(&self, what: &str, script: &str) -> Result<(), WindowError> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.run(script).await? == Value::Bool(true) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(WindowError::Waited { what: what.to_owned(), secs: PATIENCE.as_secs() })
    }

    /// Goes to a view by its address inside the app, such as `#/lists`.
    ///
    /// # Errors
    /// The driver does not answer.
    pub async fn go(&self, hash: &str) -> Result<(), WindowError> {
        self.run(&format!("window.location.hash = {}", Value::String(hash.to_owned()))).await?;
        Ok(())
    }

    /// Takes a picture of the display's upper left corner, where the window stands, as PNG of 256 colours.
    ///
    /// WebDriver has a command for this, but WebKitGTK's waits for ever where nothing is left to paint.
    ///
    /// # Errors
    /// ImageMagick is missing, or the file cannot be written.
    pub async fn picture(&self, path: &Path, width: u32, height: u32) -> Result<(), WindowError> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let status = Command::new("import")
            .args(["-display", &self.display, "-window", "root", "-crop", &format!("{width}x{height}+0+0"), "+repage"])
            .args(["-dither", "FloydSteinberg", "-colors", "256", "-strip"])
            .arg(path)
            .status()
            .await
            .map_err(|source| WindowError::Start { program: "import (ImageMagick)", source })?;
        if status.success() { Ok(()) } else { Err(WindowError::Command("no picture could be taken".to_owned())) }
    }
}

/// A key by its name in the window, or by the letter that it types.
fn key_named(name: &str) -> Result<char, WindowError> {
    Ok(match name {
        "Enter" => Key::Enter.into(),
        "Escape" => Key::Escape.into(),
        "Tab" => Key::Tab.into(),
        "Shift" => Key::Shift.into(),
        "Control" => Key::Control.into(),
        "Alt" => Key::Alt.into(),
        "Delete" => Key::Delete.into(),
        "ArrowUp" => Key::Up.into(),
        "ArrowDown" => Key::Down.into(),
        "Space" => ' ',
        other => other.chars().next().ok_or_else(|| WindowError::Command("no key was named".to_owned()))?,
    })
}

fn free_port() -> Result<u16, WindowError> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

async fn wait_for_port(port: u16) -> Result<(), WindowError> {
    for _ in 0..100 {
        if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(WindowError::NotUp("WebKitWebDriver"))
}

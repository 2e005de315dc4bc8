//! The main window, which shows our own pages and never goes anywhere else.

use tauri::plugin::TauriPlugin;
use tauri::{App, Manager, Runtime, Url, WebviewWindowBuilder};
use tauri_plugin_window_state::StateFlags;

/// What the configuration calls it.
pub(crate) const MAIN: &str = "main";

/// Opens the main window where it was closed, and as large.
pub(crate) fn memory<R: Runtime>() -> TauriPlugin<R> {
    let kept = StateFlags::POSITION | StateFlags::SIZE | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN;
    tauri_plugin_window_state::Builder::new().with_state_flags(kept).with_filter(|label| label == MAIN).build()
}

pub(crate) fn open(app: &App) -> tauri::Result<()> {
    for config in app.config().app.windows.clone() {
        let window = WebviewWindowBuilder::from_config(app.handle(), &config)?.on_navigation(is_ours).build()?;
        // A second start of an automation session may find it hidden.
        window.show()?;
    }
    debug_assert!(app.get_webview_window(MAIN).is_some(), "the configuration names the main window");
    Ok(())
}

/// Our own page, and no other file of the program; while developing, whatever the Vite server has.
fn is_ours(url: &Url) -> bool {
    let at_home = match url.scheme() {
        "tauri" => true,
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    };
    let while_developing = cfg!(dev) && url.host_str() == Some("localhost") && url.port() == Some(1420);
    at_home && matches!(url.path(), "" | "/" | "/index.html") || while_developing || url.as_str() == "about:blank"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_at_home() {
        for ours in ["tauri://localhost/", "http://tauri.localhost/index.html"] {
            assert!(is_ours(&ours.parse().unwrap()), "{ours}");
        }
        for foreign in [
            "https://example.org/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "tauri://localhost/assets/x.svg",
            "library://localhost/asset/00",
        ] {
            assert!(!is_ours(&foreign.parse().unwrap()), "{foreign}");
        }
    }
}

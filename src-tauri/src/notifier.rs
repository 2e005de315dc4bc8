//! Notifications of the system: what `api` says is told, and a click leads there where the system tells us of it.

use broadsheet_api::Library;
use broadsheet_api::notifications::{self, NotificationView};
use tauri::{AppHandle, Emitter, Manager, Runtime};

use crate::window;

/// Tells the reader of what came in, where they asked for that.
pub(crate) async fn tell<R: Runtime>(app: &AppHandle<R>, library: &Library) {
    // A library that cannot be written cannot note what was told, so that nothing is.
    if let Ok(Some(told)) = notifications::take(library).await {
        show(app, told);
    }
}

/// Brings the window to the front and leads it to an address of its own.
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only here the system tells of a click"))]
fn lead<R: Runtime>(app: &AppHandle<R>, address: &str) {
    let Some(window) = app.get_webview_window(window::MAIN) else { return };
    // Each may be refused by the system; then the reader finds the window themselves.
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
    let _ = window.emit("lead", address);
}

#[cfg(target_os = "linux")]
fn show<R: Runtime>(app: &AppHandle<R>, told: NotificationView) {
    let app = app.clone();
    // It waits for the reader, who may be away; a thread that does costs next to nothing.
    std::thread::spawn(move || {
        let shown = notify_rust::Notification::new()
            .appname("Broadsheet")
            .summary(&told.title)
            .body(&as_markup(&told.body))
            .action("default", "Open")
            .show();
        // A desktop that shows no notifications is no fault of the refresh.
        if let Ok(shown) = shown {
            shown.wait_for_action(|action| {
                if action == "default" {
                    lead(&app, &told.address);
                }
            });
        }
    });
}

#[cfg(not(target_os = "linux"))]
fn show<R: Runtime>(app: &AppHandle<R>, told: NotificationView) {
    use tauri_plugin_notification::NotificationExt;
    // A system that shows no notifications is no fault of the refresh.
    let _ = app.notification().builder().title(told.title).body(told.body).show();
}

/// Plain text as the body of a notification, which is markup (Desktop Notifications Specification, “Markup”).
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "elsewhere it is plain text"))]
fn as_markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_no_markup() {
        assert_eq!(as_markup("<a href=\"x\">Tea & rum</a>"), "&lt;a href=\"x\"&gt;Tea &amp; rum&lt;/a&gt;");
    }
}

//! The sign-in window: the site's own pages, in a window of their own that forgets everything when it closes.
//!
//! It is the one place where the web view goes to the network itself, because only the reader can sign in. It shares nothing
//! with the main window, may call none of our commands, and goes through the proxy that the reader named, to web addresses alone,
//! and of private hosts to those that the reader allowed. Its title says whose page it shows, so that a password goes to nobody
//! else. What the site gave by which it knows the reader again is handed to the library for this one source.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use broadsheet_api::sources::SignInCookie;
use broadsheet_api::{ApiError, Library, SourceView, connection, sign_in};
use tauri::webview::{Cookie, NewWindowResponse};
use tauri::{AppHandle, Manager, Runtime, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tokio::sync::oneshot;

const LABEL: &str = "sign-in";

/// Opens a source's site and waits until the reader is done there; answers what the site gave.
pub(crate) async fn gather<R: Runtime>(
    app: &AppHandle<R>,
    library: &Library,
    source: &SourceView,
) -> Result<Vec<SignInCookie>, ApiError> {
    let address = sign_in::page(library, source.id).await?;
    let parsed = |address: &str| Url::parse(address).map_err(|error| ApiError::window(&error.to_string()));
    let url = parsed(&address)?;
    let proxy = connection::of_web_view(library).await?.as_deref().map(parsed).transpose()?;
    let (guard, new_guard) = (library.clone(), library.clone());
    // One at a time: a second sign-in ends the first.
    end(app);
    let (name, opener) = (source.publication.name.clone(), app.clone());
    let window = {
        let builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::External(url.clone()));
        let builder = match proxy {
            Some(proxy) => builder.proxy_url(proxy),
            None => builder,
        };
        builder
            .title(title(&url, &source.publication.name))
            .inner_size(760.0, 780.0)
            .incognito(true)
            .on_navigation(move |url| url.as_str() == "about:blank" || sign_in::may_visit(&guard, url.as_str()))
            .on_download(|_, _| false)
            .on_page_load(move |window, load| {
                let _ = window.set_title(&title(load.url(), &name));
            })
            // There is one window: what a page would open in another opens here.
            .on_new_window(move |url, _| {
                if let Some(window) =
                    opener.get_webview_window(LABEL).filter(|_| sign_in::may_visit(&new_guard, url.as_str()))
                {
                    let _ = window.navigate(url);
                }
                NewWindowResponse::Deny
            })
            .build()
            .map_err(|error| ApiError::window(&error.to_string()))?
    };
    let (send, receive) = oneshot::channel();
    let send = Arc::new(Mutex::new(Some(send)));
    let closing = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            let taken = send.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(send) = taken {
                // The cookies go with the window, so that it stays until they are read; on some systems they can be read
                // on another thread alone.
                api.prevent_close();
                let window = closing.clone();
                std::thread::spawn(move || {
                    let _ = send.send(cookies_of(&window));
                    let _ = window.destroy();
                });
            }
        }
    });
    let cookies = receive.await.map_err(|_| ApiError::window("it was closed before the site answered"))?;
    cookies.map_err(|error| ApiError::window(&error.to_string()))
}

/// The window's title: whose page it shows, how it came where it was not encrypted, and to whom the reader signs in.
fn title(shown: &Url, publication: &str) -> String {
    let host = shown.host_str().unwrap_or("No page");
    let scheme = if shown.scheme() == "http" { "http://" } else { "" };
    format!("{scheme}{host} – Sign in to {publication} – Broadsheet")
}

/// Ends the sign-in under way, if any, as closing its window does.
pub(crate) fn end<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.close();
    }
}

fn cookies_of<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<Vec<SignInCookie>> {
    Ok(window.cookies()?.iter().filter_map(sign_in_cookie).collect())
}

fn sign_in_cookie(cookie: &Cookie<'_>) -> Option<SignInCookie> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let ends = cookie.expires_datetime().map(|time| time.unix_timestamp());
    Some(SignInCookie {
        name: cookie.name().to_owned(),
        value: cookie.value().to_owned(),
        domain: if is_for_all_below(cookie) { format!(".{}", cookie.domain()?) } else { cookie.domain()?.to_owned() },
        path: cookie.path().unwrap_or("/").to_owned(),
        secure: cookie.secure().unwrap_or(false),
        lasts: ends.map(|ends| Duration::from_secs(u64::try_from(ends).unwrap_or_default()).saturating_sub(now)),
    })
}

/// Whether a cookie is also for the hosts below its own. The web views say so by a dot, which the crate drops everywhere but here;
/// should it be dropped here too, a cookie goes to its host alone. A value cannot look so, since its own quotes are written out.
fn is_for_all_below(cookie: &Cookie<'_>) -> bool {
    format!("{cookie:?}").contains("domain: Some(Concrete(\".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_says_whose_page_it_is() {
        let of = |url: &str| title(&Url::parse(url).unwrap(), "The Isle");
        assert_eq!(of("https://login.example/x?host=isle.example"), "login.example – Sign in to The Isle – Broadsheet");
        assert_eq!(of("http://isle.example/"), "http://isle.example – Sign in to The Isle – Broadsheet");
    }

    #[test]
    fn a_cookie_of_one_host_is_told_from_one_for_all_below_it() {
        let cookie = |domain: &str| Cookie::build(("session", "Some(Concrete(\".")).domain(domain.to_owned()).build();
        assert_eq!(sign_in_cookie(&cookie("paper.example")).unwrap().domain, "paper.example");
        assert_eq!(sign_in_cookie(&cookie(".paper.example")).unwrap().domain, ".paper.example");
    }
}

//! Hostile HTML to safe HTML.
//!
//! Start at [`sanitise`]. Markup is first straightened (well-formed, shallow, without raw text and foreign content), then
//! cleaned by one written policy; [`with_pictures`] points the pictures of stored HTML at the library's own copies,
//! [`at_rest`] leaves them where no browser fetches them, and [`snippet()`] shows plain text with marks.
//!
//! **Invariant:** this room alone makes [`SafeHtml`]. It must never guess that some HTML is safe already: what comes from
//! the library passes the whole policy again.

#[cfg(all(feature = "second-wall-alone", not(debug_assertions)))]
compile_error!("without the sanitiser nothing is safe: `second-wall-alone` is for a test in a debug build");

mod embeds;
mod formula;
mod lexer;
mod marks;
mod pictures;
mod pixels;
mod policy;
mod snippet;
mod stable;
mod straighten;
mod watchers;
mod words;

use broadsheet_model::SafeHtml;
use url::Url;

pub use marks::{Passage, letters_of};
pub use pictures::{Place, Placed};
pub use pixels::is_beacon;
pub use snippet::snippet;
pub use watchers::{Watchers, watchers};

/// Whether HTML goes through as it came, which is for trying the window's own wall by itself.
const WITHOUT_THIS_WALL: bool = cfg!(feature = "second-wall-alone");

/// Cleans hostile HTML.
///
/// Links and pictures become absolute against `base_url`; those that cannot are dropped. Text is kept, whatever element it
/// stood in, but for raw text (scripts, styles), foreign content and form controls. Time is linear in the input.
#[must_use]
pub fn sanitise(html: &str, base_url: Option<&str>) -> SafeHtml {
    if WITHOUT_THIS_WALL {
        return vouch(html.to_owned());
    }
    vouch(words::broken(cleaned(html, base_url)))
}

/// Cleans as [`sanitise`] does, for whoever shows the HTML without a library: the address of every picture stands in
/// `data-src`, so that showing it asks nobody for anything. Cleaned again, it is as if it had stood in `src`.
#[must_use]
pub fn at_rest(html: &str, base_url: Option<&str>) -> SafeHtml {
    if WITHOUT_THIS_WALL {
        return vouch(pictures::at_rest(html));
    }
    vouch(words::broken(pictures::at_rest(&cleaned(html, base_url))))
}

/// Cleans stored HTML again and replaces the address of every picture by what `place` answers for it.
///
/// `base_url` is the article's own address: only where that lies in a private network may a picture. `place` gets the absolute
/// address. Where it answers [`Place::Nowhere`], a `span` of class `missing-picture` with the
/// picture's alternative text takes its place: afterwards no picture has an address that `place` did not give.
#[must_use]
pub fn with_pictures(stored: &str, base_url: Option<&str>, place: &dyn Fn(&str) -> Place) -> SafeHtml {
    if WITHOUT_THIS_WALL {
        return vouch(stored.to_owned());
    }
    vouch(words::broken(pictures::replaced(&cleaned(stored, base_url), place)))
}

/// The letters of some clean HTML's text: every character that is no white space.
#[must_use]
pub fn letters(html: &SafeHtml) -> String {
    marks::letters(html.as_str())
}

/// Marks passages of some clean HTML, each by `mark` elements whose `data-highlight` says which it is.
#[must_use]
pub fn marked(html: &SafeHtml, passages: &[Passage]) -> SafeHtml {
    vouch(marks::marked(html.as_str(), passages))
}

/// Cleans until cleaning changes nothing: a tree that is written out and read again may differ (a link inside a table
/// inside a link), and what the library keeps must be what a browser will read. Nearly every article is stable at once.
fn cleaned(html: &str, base_url: Option<&str>) -> String {
    let base = base_url.and_then(|base| Url::parse(base).ok());
    let mut clean = pass(html, base.as_ref());
    // What the library stored changes no more.
    if clean == html {
        return clean;
    }
    for _ in 0..6 {
        if stable::is_stable(&clean) {
            break;
        }
        let again = pass(&clean, base.as_ref());
        if again == clean {
            break;
        }
        clean = again;
    }
    clean
}

fn pass(html: &str, base: Option<&Url>) -> String {
    pictures::without_empty(&policy::clean(&straighten::straighten(html), base))
}

#[expect(clippy::disallowed_methods, reason = "this is the sanitise room")]
fn vouch(html: String) -> SafeHtml {
    SafeHtml::vouch(html)
}

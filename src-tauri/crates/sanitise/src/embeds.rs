//! What markup shows of other sites: films, sounds, posts, maps and charts, each written as a card with a link.
//!
//! Nothing of it runs, and nobody is asked for anything: the card says what it is and where it is to be had. Of frames only
//! those of services that exist to be embedded are known, since an unknown frame is more often an advertisement.

use url::Url;

use crate::lexer::Attribute;

/// Characters of a title.
const MOST_CHARS: usize = 160;

/// Services by the ends of their hosts, and what they are called.
const SERVICES: [(&str, &str); 40] = [
    ("youtube.com", "YouTube"),
    ("youtube-nocookie.com", "YouTube"),
    ("youtu.be", "YouTube"),
    ("vimeo.com", "Vimeo"),
    ("dailymotion.com", "Dailymotion"),
    ("twitch.tv", "Twitch"),
    ("tiktok.com", "TikTok"),
    ("ted.com", "TED"),
    ("streamable.com", "Streamable"),
    ("rumble.com", "Rumble"),
    ("brightcove.net", "Brightcove"),
    ("jwplatform.com", "JW Player"),
    ("jwplayer.com", "JW Player"),
    ("twitter.com", "X"),
    ("x.com", "X"),
    ("instagram.com", "Instagram"),
    ("facebook.com", "Facebook"),
    ("bsky.app", "Bluesky"),
    ("reddit.com", "Reddit"),
    ("redditmedia.com", "Reddit"),
    ("linkedin.com", "LinkedIn"),
    ("threads.net", "Threads"),
    ("spotify.com", "Spotify"),
    ("soundcloud.com", "SoundCloud"),
    ("podcasts.apple.com", "Apple Podcasts"),
    ("megaphone.fm", "Megaphone"),
    ("acast.com", "Acast"),
    ("simplecast.com", "Simplecast"),
    ("buzzsprout.com", "Buzzsprout"),
    ("bandcamp.com", "Bandcamp"),
    ("mixcloud.com", "Mixcloud"),
    ("google.com", "Google Maps"),
    ("openstreetmap.org", "OpenStreetMap"),
    ("dwcdn.net", "Datawrapper"),
    ("flourish.studio", "Flourish"),
    ("uri.sh", "Flourish"),
    ("infogram.com", "Infogram"),
    ("documentcloud.org", "DocumentCloud"),
    ("scribd.com", "Scribd"),
    ("giphy.com", "Giphy"),
];

/// Titles that say nothing of what is shown, as keys.
const GENERAL: [&str; 14] = [
    "youtube video player",
    "youtube video",
    "youtube",
    "vimeo video player",
    "vimeo",
    "video player",
    "video",
    "embedded content",
    "embed",
    "iframe",
    "twitter tweet",
    "x post",
    "spotify embed",
    "player",
];

/// Something of another site.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Embed {
    /// Where a person finds it, as it may stand in an attribute.
    pub(crate) link: String,
    /// What it is called, or the service where nobody says.
    pub(crate) title: String,
    /// The service, where the title does not name it.
    pub(crate) service: Option<&'static str>,
}

/// What a frame shows.
pub(crate) fn frame(name: &str, attributes: &[Attribute<'_>]) -> Option<Embed> {
    let value = |wanted: &str| attributes.iter().find(|attribute| attribute.name == wanted).map(|found| found.value);
    let address = if name == "iframe" {
        let source =
            ["src", "data-src", "data-lazy-src", "data-url", "data-iframe-src"].iter().find_map(|name| value(name));
        let source = source?.trim().replace("&amp;", "&").replace("&#38;", "&").replace("&#038;", "&");
        if source.starts_with("//") { format!("https:{source}") } else { source }
    } else {
        let id = value("data-videoid").or_else(|| value("videoid")).filter(|id| is_id(id))?;
        format!("https://www.youtube.com/watch?v={id}")
    };
    let url = Url::parse(&address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    let (_, service) = SERVICES.iter().find(|(known, _)| is_host(host, known))?;
    // A frame of a service may name any page at all; a card with the service's name leads to a service.
    let link = page_of(&url, host).filter(|link| leads_to_service(link))?.replace('&', "&amp;");
    let title = title(attributes);
    let named = title.is_some().then_some(*service);
    Some(Embed { link, title: title.unwrap_or_else(|| (*service).to_owned()), service: named })
}

/// Where a film or a sound is, of which an address is known.
pub(crate) fn medium(title: Option<String>, source: &str) -> Option<Embed> {
    let source = source.trim();
    let is_address = !source.is_empty() && !source.starts_with("blob:") && !source.starts_with("data:");
    let name = source.split(['?', '#']).next().unwrap_or_default().rsplit('/').find(|part| !part.is_empty())?;
    let title = title.unwrap_or_else(|| name.chars().take(MOST_CHARS).collect());
    is_address.then(|| Embed { link: source.to_owned(), title, service: None })
}

fn leads_to_service(link: &str) -> bool {
    Url::parse(link)
        .is_ok_and(|url| url.host_str().is_some_and(|host| SERVICES.iter().any(|(known, _)| is_host(host, known))))
}

fn is_host(host: &str, known: &str) -> bool {
    host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 40
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// What a frame, a film or a sound is called.
pub(crate) fn title(attributes: &[Attribute<'_>]) -> Option<String> {
    ["title", "aria-label", "data-title", "data-caption"].iter().find_map(|wanted| {
        let found = attributes.iter().find(|attribute| attribute.name == *wanted)?.value.trim();
        let is_general = GENERAL.contains(&found.to_lowercase().as_str()) || found.is_empty();
        (!is_general).then(|| found.chars().take(MOST_CHARS).collect())
    })
}

/// The page on which a person finds what a frame shows; `None` for a frame that shows nothing by itself, such as a button.
fn page_of(url: &Url, host: &str) -> Option<String> {
    let query = |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
    let path = url.path();
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let page = |address: String| {
        Url::parse(&address).ok().filter(|url| matches!(url.scheme(), "http" | "https")).map(String::from)
    };
    let is = |known: &str| is_host(host, known);
    if is("youtu.be") {
        return page(format!("https://www.youtube.com/watch?v={last}")).filter(|_| is_id(last));
    }
    if is("youtube.com") || is("youtube-nocookie.com") {
        return if let Some(list) = query("list").filter(|_| last == "videoseries") {
            page(format!("https://www.youtube.com/playlist?list={list}"))
        } else if path.starts_with("/embed/") && is_id(last) {
            page(format!("https://www.youtube.com/watch?v={last}"))
        } else {
            page(url.to_string())
                .filter(|_| path.starts_with("/watch") || path.starts_with("/shorts/") || path.starts_with("/live/"))
        };
    }
    if is("vimeo.com") {
        return path.contains("/video/").then(|| page(format!("https://vimeo.com/{last}")))?;
    }
    if is("dailymotion.com") {
        let id = query("video").unwrap_or_else(|| last.to_owned());
        return page(format!("https://www.dailymotion.com/video/{id}"));
    }
    if is("twitter.com") || is("x.com") {
        let id = query("id").filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()));
        return match id {
            Some(id) => page(format!("https://x.com/i/status/{id}")),
            None => page(url.to_string()).filter(|_| path.contains("/status/")),
        };
    }
    if is("facebook.com") {
        return path
            .starts_with("/plugins/")
            .then(|| query("href"))
            .flatten()
            .filter(|_| !last.starts_with("like") && !last.starts_with("page"))
            .and_then(page);
    }
    if is("soundcloud.com") {
        return query("url").and_then(page);
    }
    if is("google.com") {
        return path.starts_with("/maps").then(|| page(url.to_string()))?;
    }
    if is("linkedin.com") {
        return page(format!("https://www.linkedin.com/{}", path.strip_prefix("/embed/")?));
    }
    // These have their own page at the address without the word.
    let plain = match path.strip_suffix("/embed").or_else(|| path.strip_suffix("/embed/")) {
        Some(before) => before.to_owned(),
        None => path.replacen("/embed/", "/", 1),
    };
    if is("instagram.com") || is("spotify.com") || is("tiktok.com") || is("ted.com") || is("streamable.com") {
        return page(format!("https://{host}{plain}")).filter(|_| plain.len() > 1);
    }
    page(url.to_string()).filter(|_| path.len() > 1)
}

#[cfg(test)]
mod tests {
    use crate::sanitise;

    fn cleaned(markup: &str) -> String {
        sanitise(markup, Some("https://paper.example/a/")).into_string()
    }

    #[test]
    fn frames_become_links_to_pages() {
        for (frame, link, title) in [
            (
                "<iframe src='https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0' title='The ferry sinks'>",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
                "The ferry sinks",
            ),
            (
                "<iframe data-src='//www.youtube-nocookie.com/embed/abc_-1' title='YouTube video player'>",
                "https://www.youtube.com/watch?v=abc_-1",
                "YouTube",
            ),
            ("<iframe src='https://player.vimeo.com/video/76979871?h=8'>", "https://vimeo.com/76979871", "Vimeo"),
            (
                "<iframe src='https://platform.twitter.com/embed/Tweet.html?theme=light&amp;id=1281836879789404160'>",
                "https://x.com/i/status/1281836879789404160",
                "X",
            ),
            (
                "<iframe src='https://www.instagram.com/p/CxYz12/embed/'>",
                "https://www.instagram.com/p/CxYz12",
                "Instagram",
            ),
            (
                "<iframe src='https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fpaper%2Fvideos%2F17%2F'>",
                "https://www.facebook.com/paper/videos/17/",
                "Facebook",
            ),
            (
                "<iframe src='https://open.spotify.com/embed/episode/4rOoJ6?utm=1'>",
                "https://open.spotify.com/episode/4rOoJ6",
                "Spotify",
            ),
            (
                "<iframe src='https://www.google.com/maps/embed?pb=1&amp;q=2'>",
                "https://www.google.com/maps/embed?pb=1&amp;q=2",
                "Google Maps",
            ),
            (
                "<iframe src='https://datawrapper.dwcdn.net/aBcDe/3/' aria-label='Ferries a year'>",
                "https://datawrapper.dwcdn.net/aBcDe/3/",
                "Ferries a year",
            ),
            (
                "<iframe src='https://www.linkedin.com/embed/feed/update/urn:li:share:69'>",
                "https://www.linkedin.com/feed/update/urn:li:share:69",
                "LinkedIn",
            ),
            (
                "<iframe src='https://www.linkedin.com/embed/embed.elsewhere.example/'>",
                "https://www.linkedin.com/embed.elsewhere.example/",
                "LinkedIn",
            ),
            (
                "<amp-youtube data-videoid=dQw4w9WgXcQ></amp-youtube>",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
                "YouTube",
            ),
            (
                "<video poster=/p.jpg title='The pier at noon'><source src='blob:x'><source src=/films/pier.mp4><source src=/films/pier.webm></video>",
                "https://paper.example/films/pier.mp4",
                "The pier at noon",
            ),
            ("<audio src=/ferry.mp3></audio>", "https://paper.example/ferry.mp3", "ferry.mp3"),
        ] {
            let clean = cleaned(frame);
            let expected =
                format!("<figure><figcaption><a href=\"{link}\" rel=\"noopener noreferrer nofollow\">{title}</a>");
            assert!(clean.starts_with(&expected), "{frame}\n{clean}\n{expected}");
            assert_eq!(clean.matches("<a ").count(), 1, "{clean}");
            assert_eq!(cleaned(&clean), clean);
        }
    }

    #[test]
    fn frames_that_show_nothing_leave_nothing() {
        for frame in [
            "<iframe src='https://ads.example/slot?x=1'></iframe>",
            "<iframe src='https://www.facebook.com/plugins/like.php?href=https%3A%2F%2Fpaper.example'></iframe>",
            "<iframe src='https://www.google.com/recaptcha/api2/anchor'></iframe>",
            "<iframe src='https://www.youtube.com/subscribe_embed?channel=x'></iframe>",
            "<iframe src='javascript:x()' title=x></iframe>",
            "<iframe src='https://www.facebook.com/plugins/post.php?href=javascript:x()'></iframe>",
            "<iframe src='https://notyoutube.com/embed/abc'></iframe>",
            "<iframe src='https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Felsewhere.example%2F'></iframe>",
            "<iframe src='https://w.soundcloud.com/player/?url=https%3A%2F%2Felsewhere.example%2F'></iframe>",
            "<iframe srcdoc='<b>x</b>'></iframe>",
            "<video src='blob:https://paper.example/1'></video>",
        ] {
            assert_eq!(cleaned(frame), "", "{frame}");
        }
        assert_eq!(cleaned("<video src='javascript:x()' title=y></video>").matches("href").count(), 0);
    }

    #[test]
    fn a_card_runs_nothing_and_breaks_nothing() {
        let card = cleaned(
            "<p>a<b>b<iframe src='https://youtu.be/watch' title='<script>x()</script>&lt;i&gt;'></iframe>c</b>",
        );
        assert!(!card.contains("<script") && !card.contains("<i>"), "{card}");
        let inside = cleaned(
            "<figure><div><iframe src='https://www.youtube.com/embed/abc'></iframe></div><figcaption>A pier.</figcaption></figure>",
        );
        assert_eq!(inside.matches("<figure>").count(), 1, "{inside}");
        assert!(inside.contains("watch?v=abc") && inside.contains("A pier."), "{inside}");
        let deep = "<div>".repeat(400) + "<iframe src='https://www.youtube.com/embed/abc' title=Deep></iframe>";
        assert!(cleaned(&deep).contains("Deep"));
    }
}

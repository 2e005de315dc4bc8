//! Addresses of pages and pictures.

use std::borrow::Cow;

use url::Url;

/// Makes an http(s) address absolute; `None` for anything else.
pub(crate) fn absolute(base: Option<&Url>, href: &str) -> Option<String> {
    let href = href.trim();
    if href.is_empty() {
        return None;
    }
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// Where a link of the text leads that a reader may follow: an http(s) address made absolute, or one of mail.
pub(crate) fn followed(base: Option<&Url>, href: &str) -> Option<String> {
    let mail = Url::parse(href.trim()).ok().filter(|url| url.scheme() == "mailto" && url.path().contains('@'));
    mail.map(String::from).or_else(|| absolute(base, href))
}

/// Where a page comes from: its address, or the one that it names as its own where it was read from a file or out of a
/// network in which hosts have no public names.
pub(crate) fn origin(page: Option<&Url>, named: Option<&str>) -> Option<Url> {
    let is_public = |url: &&Url| url.domain().is_some_and(|domain| domain.trim_end_matches('.').contains('.'));
    let named = || named.and_then(|named| Url::parse(named).ok());
    page.filter(is_public).cloned().or_else(named).or_else(|| page.cloned())
}

/// What two renditions of one picture have in common: its file name without size, or its path where the name says nothing.
pub(crate) fn picture_key(src: &str) -> String {
    // A resizing service carries the picture's own address inside.
    let decoded = if memchr::memchr(b'%', src.as_bytes()).is_some() {
        Cow::Owned(src.replace("%3A", ":").replace("%2F", "/").replace("%3a", ":").replace("%2f", "/"))
    } else {
        Cow::Borrowed(src)
    };
    let decoded: &str = &decoded;
    let asked = asked(decoded);
    let last = memchr::memmem::rfind(decoded.as_bytes(), b"http");
    let inner = last.filter(|at| *at > 0).and_then(|at| decoded.get(at..)).or(asked.as_deref()).unwrap_or(decoded);
    let path = inner.split(['?', '#', '&', '|']).next().unwrap_or_default().to_ascii_lowercase();
    let path = path.split_once("://").map_or(path.as_str(), |(_, rest)| rest).trim_end_matches('/');
    let (folder, name) = file_of(path);
    // Some services write their orders behind the picture's name: `AbC…=w640-h426`.
    let name = name.split_once('=').map_or(name, |(bare, _)| if bare.len() >= 20 { bare } else { name });
    let stem = name.rsplit_once('.').filter(|(_, end)| end.len() <= 5).map_or(name, |(stem, _)| stem);
    // `bridge.jpg.webp`, `bridge.jpg.crop.large.jpg`: what follows the picture's own name tells of the rendition.
    let stem = [".jpg", ".jpeg", ".png"].iter().find_map(|end| stem.split_once(end)).map_or(stem, |(stem, _)| stem);
    let bare = Some(without_size(stem)).filter(|bare| !is_size(bare)).unwrap_or_default();
    let is_telling = bare.len() >= 6 && bare.chars().any(char::is_alphabetic) || bare.len() >= 8;
    let query = inner.split_once('?').map_or("", |(_, query)| query);
    // The query tells pictures apart where one program serves them all.
    let is_served = !query.is_empty() && is_program(name);
    if is_telling && !is_general(bare) && !is_served {
        return bare.to_owned();
    }
    let asked = telling_query(query);
    let sign = if asked.is_empty() { "" } else { "?" };
    if is_served { format!("{path}{sign}{asked}") } else { format!("{}/{bare}{sign}{asked}", without_orders(folder)) }
}

/// Whether the last step of a path names a program that serves many pictures, and not a picture, its number or its size.
fn is_program(name: &str) -> bool {
    const ENDS: [&str; 9] = ["php", "aspx", "ashx", "asp", "axd", "jsp", "cgi", "do", "pl"];
    match name.rsplit_once('.') {
        Some((_, end)) => ENDS.contains(&end),
        None => name.len() < 24 && name.bytes().filter(u8::is_ascii_digit).count() < 3,
    }
}

/// What of a query tells one picture from another: all but what tells how large it is to be, and what is signed or counted.
fn telling_query(query: &str) -> String {
    const RENDITION: [&str; 59] = [
        "ar",
        "auth",
        "auto",
        "background",
        "blur",
        "brightness",
        "compress",
        "cquality",
        "crop",
        "cs",
        "dpr",
        "ex",
        "expires",
        "fit",
        "fm",
        "focal",
        "format",
        "fp-x",
        "fp-y",
        "function",
        "h",
        "hash",
        "height",
        "imheight",
        "impolicy",
        "imwidth",
        "itok",
        "ixlib",
        "maxheight",
        "maxwidth",
        "mode",
        "mw",
        "op",
        "padding",
        "q",
        "qlt",
        "quality",
        "ratio",
        "rect",
        "resize",
        "rnd",
        "s",
        "scale",
        "sharp",
        "sig",
        "signature",
        "size",
        "smart",
        "ssl",
        "strip",
        "t",
        "token",
        "ts",
        "type",
        "v",
        "ver",
        "version",
        "w",
        "width",
    ];
    let is_rendition = |name: &str| RENDITION.contains(&name);
    let pairs = query.split('#').next().unwrap_or_default().split(['&', ';']).filter(|pair| {
        let name = pair.split_once('=').map_or(*pair, |(name, _)| name).to_ascii_lowercase();
        !name.is_empty() && !is_rendition(&name)
    });
    pairs.collect::<Vec<_>>().join("&").to_ascii_lowercase()
}

/// The picture that a service on the same host is asked for: `/_next/image?url=/a/b.jpg&w=640`.
fn asked(address: &str) -> Option<String> {
    let (before, query) = address.split_once('?')?;
    let host = before.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or_default();
    let pairs = query.split(['&', ';']).filter_map(|pair| pair.split_once('='));
    let path = pairs
        .filter(|(name, _)| matches!(*name, "url" | "src" | "img"))
        .find_map(|(_, value)| value.strip_prefix('/'))?;
    Some(format!("{host}/{path}"))
}

/// The folder and the name of a picture's file, where what follows tells of the rendition: `/a/b.jpg/m/1200x630`.
fn file_of(path: &str) -> (&str, &str) {
    const ENDS: [&str; 5] = [".jpg/", ".jpeg/", ".png/", ".webp/", ".gif/"];
    let last = path.rsplit_once('/').unwrap_or(("", path));
    // A file's name may be said again behind it.
    let is_rendition = last.1.split(|next: char| !next.is_ascii_digit() && next != 'x').any(is_size)
        && ENDS.iter().any(|end| last.0.ends_with(end.trim_end_matches('/')));
    if last.1.contains('.') && !last.1.contains(':') && !is_rendition {
        return last;
    }
    let end = ENDS.iter().filter_map(|end| Some(path.rfind(end)? + end.len() - 1)).max();
    end.and_then(|end| path.get(..end)?.rsplit_once('/')).unwrap_or(last)
}

/// Whether a step of a path is a size: `1200x800`, `1200x`.
fn is_size(step: &str) -> bool {
    let is_side = |side: &str| side.bytes().all(|next| next.is_ascii_digit());
    step.len() >= 2 && step.split_once('x').is_some_and(|(width, height)| is_side(width) && is_side(height))
}

/// A folder without the steps that tell a service how large a picture is to be: Cloudinary's `c_fill,w_1200`, Thumbor's
/// `fit-in/0x0:800x600`, Cloudflare's `cdn-cgi/image/width=800`, Drupal's `styles/large/public`.
fn without_orders(folder: &str) -> Cow<'_, str> {
    const FILES: [&str; 9] = ["jpg", "jpeg", "png", "webp", "gif", "avif", "html", "php", "aspx"];
    const ORDERS: [&str; 8] = ["cdn-cgi", "crop", "crops", "fit-in", "hs-fs", "resize", "smart", "thumbor"];
    let is_cloudinary = |part: &str| {
        let order = part.split_once('_').map(|(order, _)| order);
        order.is_some_and(|order| matches!(order, "ar" | "c" | "dpr" | "f" | "fl" | "g" | "h" | "q" | "w"))
    };
    let is_order = |step: &str| {
        ORDERS.contains(&step) || step.contains(['=', ':', '(']) || is_size(step) || step.split(',').all(is_cloudinary)
    };
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    // What a service fetches from elsewhere is told apart by where it comes from.
    let is_host = |step: &&str| {
        let end = step.rsplit_once('.').map(|(_, end)| end);
        let is_domain = |end: &str| (2..=8).contains(&end.len()) && end.bytes().all(|next| next.is_ascii_lowercase());
        end.is_some_and(|end| is_domain(end) && !FILES.contains(&end))
    };
    if let Some(at) = steps.iter().rposition(is_host).filter(|at| *at > 0) {
        steps.drain(..at);
        return Cow::Owned(steps.join("/"));
    }
    let is_style = |at: usize| {
        let step = |offset: usize| at.checked_sub(offset).and_then(|at| steps.get(at)).copied();
        let is_one =
            |first: usize| step(first) == Some("styles") && steps.get(at + 2 - first).copied() == Some("public");
        (0..=2).any(is_one)
    };
    let is_cloudflare = |at: usize| at.checked_sub(1).and_then(|at| steps.get(at)).copied() == Some("cdn-cgi");
    if !steps.iter().enumerate().any(|(at, step)| is_order(step) || is_style(at) || is_cloudflare(at)) {
        return Cow::Borrowed(folder);
    }
    let kept = steps.iter().enumerate().filter(|(at, step)| !is_order(step) && !is_style(*at) && !is_cloudflare(*at));
    Cow::Owned(kept.map(|(_, step)| *step).collect::<Vec<_>>().join("/"))
}

/// Takes `-1200x800`, `_large` and the like from the end of a file name.
fn without_size(stem: &str) -> &str {
    let mut stem = stem;
    while let Some((rest, end)) = stem.rsplit_once(['-', '_', '@', '~']) {
        let is_size = !end.is_empty()
            && (end.chars().all(|next| next.is_ascii_digit() || next == 'x')
                && end.len() <= 9
                && (end.contains('x') || (3..=4).contains(&end.len()))
                || matches!(
                    end,
                    "scaled"
                        | "large"
                        | "small"
                        | "medium"
                        | "thumb"
                        | "full"
                        | "original"
                        | "2x"
                        | "3x"
                        | "rotated"
                        | "thumbnail"
                ));
        if !is_size || rest.len() < 4 && !self::is_size(end) {
            break;
        }
        stem = rest;
    }
    stem
}

/// Whether a file is called as any picture may be.
pub(crate) fn is_general(name: &str) -> bool {
    let letters: String = name.chars().filter(|next| next.is_ascii_alphabetic()).collect();
    matches!(
        letters.as_str(),
        "" | "image"
            | "img"
            | "photo"
            | "default"
            | "original"
            | "picture"
            | "master"
            | "main"
            | "large"
            | "medium"
            | "small"
            | "thumb"
            | "thumbnail"
            | "lead"
            | "hero"
            | "cover"
            | "file"
            | "download"
            | "share"
            | "resize"
            | "format"
            | "crop"
            | "landscape"
            | "max"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renditions_share_a_key() {
        for (one, other) in [
            ("https://a.example/2026/bridge-at-dusk-1200x800.jpg", "https://cdn.example/x/bridge-at-dusk.webp?w=300"),
            (
                "https://r.example/fit/600/https%3A%2F%2Fa.example%2Fbridge_dusk.jpg",
                "https://a.example/bridge_dusk.jpg",
            ),
            ("https://a.example/images/7/fill-1200x650/", "https://a.example/images/7/fill-640x426|format-jpeg/"),
            ("https://a.example/bridge-dusk.jpg.crop.large.jpg", "https://a.example/bridge-dusk.jpg.webp"),
            ("https://a.example/images/quay.jpg", "https://a.example/cdn-cgi/image/width=1600,q=80/images/quay.jpg"),
            (
                "https://a.example/resize/v2/DLJSG4UH2NFNZP?auth=a&w=1",
                "https://a.example/resize/v2/DLJSG4UH2NFNZP?auth=b&w=2",
            ),
            ("https://a.example/sz.1.44/1280x720?v=1", "https://a.example/sz.1.44/640x360?v=1"),
            ("https://a.example/i?img=%2Fphoto%2Fquay_16.jpg&w=1140", "https://a.example/i?img=%2Fphoto%2Fquay_16.jpg"),
            ("https://a.example/images/quay.jpg", "https://a.example/_next/image?url=%2Fimages%2Fquay.jpg&w=1920"),
            ("https://blog.example/hubfs/quay.jpg", "https://blog.example/hs-fs/hubfs/quay.jpg?width=1024"),
            (
                "https://r.example/demo/image/upload/c_fill,w_1200,h_630/v1/news/quay.jpg",
                "https://r.example/demo/image/upload/f_auto,q_auto,w_1600/v1/news/quay.jpg",
            ),
            (
                "https://r.example/image/upload/w_1200,h_630,c_fit,q_80/13-3-11200960.jpg",
                "https://r.example/image/upload//w_1198,h_799,f_auto,fl_lossy,q_auto:eco/13-3-11200960.jpg",
            ),
            (
                "https://u.example/files/styles/og_image/public/2025-03/quay.jpg?itok=a",
                "https://u.example/files/styles/hero_16_9/public/2025-03/quay.jpg.webp?itok=b",
            ),
            (
                "https://s.example/f/12/4000x2667/abcdef/quay.jpg/m/1200x630",
                "https://s.example/f/12/4000x2667/abcdef/quay.jpg/m/1600x0/filters:quality(80)",
            ),
            (
                "https://c.example/thumbor/aB/1200x630/filters:focal(1x2:3x4)/p.cdn.example/up/2/GMO2.jpeg",
                "https://d.example/thumbor/cD/0x0:10x10/2400x0/p.cdn.example/up/2/GMO2.jpeg",
            ),
            (
                "https://c.example/thumbor/aB=/0x0:4800x2500/1200x625/media/2025/03/lead/original.jpg",
                "https://c.example/thumbor/-1=/0x0:4800x2700/1952x1098/media/2025/03/lead/original.jpg",
            ),
        ] {
            assert_eq!(picture_key(one), picture_key(other));
        }
        assert_ne!(picture_key("https://a.example/sz.1/1280x720"), picture_key("https://a.example/sz.2/1280x720"));
        assert_ne!(picture_key("https://a.example/1/image.jpg"), picture_key("https://a.example/2/image.jpg"));
        for (one, other) in [
            ("/img?file=a.jpg", "/img?file=b.jpg"),
            ("/image?name=quay", "/image?name=mast"),
            ("/photo.jpg?n=1", "/photo.jpg?n=2"),
            ("/i?f=1", "/i?f=2"),
            ("/1/page.html/2.jpg", "/2/page.html/2.jpg"),
            ("/showimage.aspx?img=1", "/showimage.aspx?img=2"),
            ("/Image?imageid=1&w=300", "/Image?imageid=2&w=300"),
            ("/_next/image?url=%2Fmedia%2Fa.jpg&w=1200", "/_next/image?url=%2Fmedia%2Fb.jpg&w=1200"),
        ] {
            let key = |path: &str| picture_key(&format!("https://a.example{path}"));
            assert_ne!(key(one), key(other));
            let sign = if one.contains('?') { '&' } else { '?' };
            assert_eq!(key(one), key(&format!("{one}{sign}width=640&quality=80")), "renditions of one picture");
        }
        assert_ne!(
            picture_key("https://a.example/w_1/c_2/1/image.jpg"),
            picture_key("https://a.example/w_1/c_2/2/image.jpg")
        );
        assert_ne!(picture_key("https://a.example/bridge-1.jpg"), picture_key("https://a.example/bridge-2.jpg"));
    }

    #[test]
    fn what_follows_a_pictures_name_tells_of_its_rendition() {
        let token = "AVvXsEi3k9QmZtY7Lw2pXcVbNqRs8TuJhGf";
        let sized = |order: &str| picture_key(&format!("https://img.example/img/a/{token}={order}"));
        assert_eq!(sized("w1200-h630-p-k-no-nu"), sized("s1600"));
        let cut = |size: &str| picture_key(&format!("https://img.example/news/river.jpg/image{size}cropped.jpg"));
        assert_eq!(cut("1440x560"), cut("1170x530"));
        assert_eq!(
            picture_key("https://a.example/up/jam-1170x780.jpg"),
            picture_key("https://a.example/up/jam-225x225.jpg")
        );
    }

    #[test]
    fn a_page_without_a_public_host_comes_from_where_it_says() {
        let parsed = |address: &str| Url::parse(address).ok();
        let named = Some("https://www.courier.example/2026/11/03/bridge");
        for address in ["http://printserver/a.html", "http://192.168.0.9/a", "file:///tmp/a.html"] {
            assert_eq!(origin(parsed(address).as_ref(), named), named.and_then(parsed), "{address}");
            assert_eq!(origin(parsed(address).as_ref(), None), parsed(address));
        }
        let own = parsed("https://post.example/a");
        assert_eq!(origin(own.as_ref(), named), own);
        assert_eq!(origin(None, None), None);
    }
}

//! The policy against attacks and against ordinary articles, from outside.

use std::time::{Duration, Instant};

use broadsheet_sanitise::{Place, Placed, at_rest, sanitise, snippet, with_pictures};
use proptest::prelude::*;

const BASE: Option<&str> = Some("https://paper.example/news/story.html");

const ATTACKS: &[&str] = &[
    "<script>steal()</script>",
    "<scr<script>ipt>steal()</script>",
    "<img src=x onerror=steal()>",
    "<img src='x' onerror='steal()'/onload=steal()>",
    "<svg onload=steal()>",
    "<svg><script>steal()</script></svg>",
    "<svg><animate attributeName=href values=javascript:steal() /></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=steal()&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=steal()>",
    "<noscript><p title=\"</noscript><img src=x onerror=steal()>\">",
    "<a href=javascript:steal()>a</a>",
    "<a href=' java\tscript:steal()'>a</a>",
    "<a href='&#106;avascript&colon;steal()'>a</a>",
    "<a href='data:text/html,<script>steal()</script>'>a</a>",
    "<a href='vbscript:steal()'>a</a>",
    "<iframe srcdoc='<script>steal()</script>'></iframe>",
    "<object data='javascript:steal()'></object>",
    "<embed src='javascript:steal()'>",
    "<base href='https://evil.example/'><a href=x>a</a>",
    "<meta http-equiv=refresh content='0;url=javascript:steal()'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>*{background:url(javascript:steal())}</style>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<p style='background:url(https://evil.example/a)'>x</p>",
    "<form action='https://evil.example/'><input name=password><button formaction=javascript:steal()>x</button></form>",
    "<img srcset='https://evil.example/a.png 1x'>",
    "<picture><source srcset='https://evil.example/a.png'><img src='data:image/svg+xml,<svg onload=steal()>'></picture>",
    "<video poster='https://evil.example/a.png' src='https://evil.example/b.mp4' onerror=steal()></video>",
    "<details open ontoggle=steal()>x</details>",
    "<template><script>steal()</script></template>",
    "<textarea></textarea><script>steal()</script>",
    "<title><img src=x onerror=steal()></title>",
    "<xmp><p title='</xmp><script>steal()</script>'></xmp>",
    "<plaintext><script>steal()",
    "<p id=location name=cookie class=toolbar>x</p>",
    "<blockquote cite='javascript:steal()'>x</blockquote>",
    "<table background='javascript:steal()'><tr><td background=x>x</table>",
    "<!--[if gte IE 4]><script>steal()</script><![endif]-->",
    "<![CDATA[<script>steal()</script>]]>",
    "<?xml-stylesheet href='javascript:steal()'?>",
    "<a href=x autofocus onfocus=steal() accesskey=x tabindex=1 contenteditable>x</a>",
    "\u{0}<scr\u{0}ipt>steal()</script>",
    "<img src='http://127.0.0.1/pixel.png'>",
    "<img src='http://ipc.localhost/x'>",
];

fn is_clean(html: &str) -> Result<(), String> {
    let lower = html.to_ascii_lowercase();
    // A link asks nobody for anything before a reader follows it.
    let lower = lower.replace("<a href=\"https://evil.example", "<a href=\"https://link.example");
    for bad in [
        "<script",
        "javascript:",
        "vbscript:",
        "data:",
        "<iframe",
        "<object",
        "<embed",
        "<svg",
        "<math",
        "<style",
        "<form",
        "<input",
        "<link",
        "<meta",
        "<base",
        "<template",
        "<noscript",
        "<textarea",
        "<title",
        "<xmp",
        "<plaintext",
        "<source",
        " style=",
        " id=",
        " name=",
        " class=",
        " srcset=",
        " poster=",
        " cite=",
        "evil.example",
        "127.0.0.1",
        ".localhost",
    ] {
        if lower.contains(bad) {
            return Err(format!("{bad} in {html}"));
        }
    }
    // Inside tags only, and not in what is quoted there: a sentence may well say “on=”.
    let unquoted: String = lower.split('"').step_by(2).collect();
    for tag in unquoted.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        if tag.split_whitespace().skip(1).any(|word| word.starts_with("on") && word.contains('=')) {
            return Err(format!("a handler in {html}"));
        }
    }
    Ok(())
}

#[test]
fn no_attack_survives() {
    for attack in ATTACKS {
        for wrapped in [(*attack).to_owned(), format!("<p>before {attack} after</p>"), format!("<table><tr>{attack}")] {
            let safe = sanitise(&wrapped, BASE).into_string();
            is_clean(&safe).unwrap_or_else(|found| panic!("{wrapped}: {found}"));
            assert_eq!(sanitise(&safe, BASE).as_str(), safe, "not a fixed point: {wrapped}");
            let shown = with_pictures(&wrapped, None, &|_| Place::Nowhere).into_string();
            assert!(!shown.contains(" src="), "{shown}");
        }
    }
}

#[test]
fn an_article_keeps_its_shape() {
    let article = "<h2>What happened</h2><p lang=\"uk\" dir=\"ltr\">Two <em>days</em> of <a href=\"/talks?a=1&amp;b=2\">talks</a>.</p>\
        <figure><img src=\"pic.jpg\" alt=\"Hall &quot;A&quot;\" width=\"800\" height=\"600\"><figcaption>The hall. <cite>A. Name</cite></figcaption></figure>\
        <blockquote><p>Words.</p></blockquote><ol start=\"3\"><li>One</li></ol>\
        <table><thead><tr><th scope=\"col\">A</th></tr></thead><tbody><tr><td colspan=\"2\">1</td></tr></tbody></table>\
        <details open=\"\"><summary>More</summary>Text</details><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>\
        <pre><code>a &lt; b\n</code></pre><dl><dt>T</dt><dd>D</dd></dl><p><time datetime=\"2026-01-02\">then</time></p>";
    let expected = article
        .replace(
            "href=\"/talks?a=1&amp;b=2\"",
            "href=\"https://paper.example/talks?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\"",
        )
        .replace("pic.jpg", "https://paper.example/news/pic.jpg");
    assert_eq!(sanitise(article, BASE).as_str(), expected);
}

#[test]
fn pictures_come_from_where_they_are_placed_or_not_at_all() {
    let stored = "<p><img src=\"https://cdn.example/a.jpg?x=1&amp;y=2\" alt=\"A\"><img src=\"https://cdn.example/b.jpg\" alt=\"B &lt;b&gt;\"></p>";
    let shown = with_pictures(stored, None, &|src| match src {
        "https://cdn.example/a.jpg?x=1&y=2" => {
            Place::Here(Placed { src: "library://localhost/asset/00".to_owned(), size: Some((3, 2)) })
        }
        _ => Place::Nowhere,
    });
    assert_eq!(
        shown.as_str(),
        "<p><img src=\"library://localhost/asset/00\" alt=\"A\" width=\"3\" height=\"2\"><span class=\"missing-picture\">B &lt;b&gt;</span></p>"
    );
}

#[test]
fn a_picture_that_is_shown_already_goes_with_its_figure_and_nothing_else_does() {
    let here = |name: &str| Place::Here(Placed { src: format!("library://localhost/asset/{name}"), size: None });
    let place = |src: &str| if src.ends_with("again.jpg") { Place::Shown } else { here("00") };
    let again = "<img src=\"https://cdn.example/again.jpg\" alt=\"A\">";
    let other = "<img src=\"https://cdn.example/b.jpg\" alt=\"B\">";
    let shown = |stored: &str| with_pictures(stored, None, &place).into_string();
    assert_eq!(
        shown(&format!("<p>1</p><figure>{again}<figcaption>A</figcaption></figure><p>2</p>")),
        "<p>1</p><p>2</p>"
    );
    let both = shown(&format!("<figure>{again}{other}<figcaption>Both</figcaption></figure>"));
    assert_eq!(
        both,
        "<figure><img src=\"library://localhost/asset/00\" alt=\"B\"><figcaption>Both</figcaption></figure>"
    );
    assert_eq!(shown(&format!("<p>before {again} after</p>")), "<p>before  after</p>");
    let beside = shown(&format!("<figure><figcaption>Words</figcaption></figure><p>{again}</p>"));
    assert_eq!(beside, "<figure><figcaption>Words</figcaption></figure><p></p>");
}

#[test]
fn a_picture_in_a_private_network_is_shown_in_an_article_from_there_only() {
    let place = |_: &str| Place::Here(Placed { src: "library://localhost/asset/00".to_owned(), size: None });
    let stored = "<p><img src=\"http://192.168.1.4:8080/a.jpg\"></p>";
    for article in ["http://192.168.1.4/article", "http://news.local/article"] {
        let at_home = with_pictures(stored, Some(article), &place);
        assert!(at_home.as_str().contains("library://"), "{at_home}");
    }
    let elsewhere = with_pictures(stored, Some("https://paper.example/"), &place);
    assert!(!elsewhere.as_str().contains("<img"), "{elsewhere}");
}

#[test]
fn pictures_at_rest_load_nothing_and_come_back() {
    let article = "<p><img src='a.jpg?x=1&amp;y=2' alt='A &lt;b&gt;'></p>";
    let resting = at_rest(article, BASE).into_string();
    assert_eq!(resting, "<p><img data-src=\"https://paper.example/news/a.jpg?x=1&amp;y=2\" alt=\"A &lt;b&gt;\"></p>");
    assert_eq!(sanitise(&resting, BASE), sanitise(article, BASE));
    assert_eq!(at_rest(&resting, BASE).as_str(), resting);
}

#[test]
fn snippets_are_text_with_balanced_marks() {
    assert_eq!(snippet("a <b>[x] & [y", "[", "]").as_str(), "a &lt;b&gt;<mark>x</mark> &amp; <mark>y</mark>");
    assert_eq!(snippet("]a[[b]]", "[", "]").as_str(), "a<mark>b</mark>");
    assert_eq!(snippet("plain", "", "").as_str(), "plain");
}

#[test]
fn bombs_take_bounded_time_and_room() {
    for bomb in [
        "<div>".repeat(20_000),
        "<b>".repeat(20_000),
        "<b><p>".repeat(10_000),
        "<table><tr><td>".repeat(7_000),
        "<a href=x><p>".repeat(10_000),
        (0..20_000).map(|n| format!("<font color={n}><i id={n}>")).collect(),
        format!("<p {}>", (0..20_000).map(|n| format!("a{n}=1 ")).collect::<String>()),
        "<!--".repeat(20_000),
        "<svg>".repeat(20_000),
        "</p>".repeat(20_000),
        "<li><ul>".repeat(10_000),
    ] {
        let started = Instant::now();
        let safe = sanitise(&bomb, None).into_string();
        assert!(started.elapsed() < Duration::from_secs(60), "{} bytes took {:?}", bomb.len(), started.elapsed());
        assert!(safe.len() <= bomb.len() * 8 + 10_000);
    }
}

fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(ATTACKS).prop_map(str::to_owned),
        prop::sample::select(
            &[
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<a href=x>",
                "</a>",
                "<table>",
                "</table>",
                "<tr>",
                "<td>",
                "</td>",
                "<li>",
                "<ul>",
                "</ul>",
                "<pre>\n",
                "</pre>",
                "<h1>",
                "<h2>",
                "</h2>",
                "<div>",
                "</div>",
                "<figure>",
                "</figure>",
                "<img src=a.png>",
                "<br>",
                "</br>",
                "<ruby>",
                "<rt>",
                "<svg>",
                "</svg>",
                "<math>",
                "<mi>",
                "<!--",
                "-->",
                "&amp;",
                "&lt;",
                "&",
                "<",
                ">",
                "\"",
                "'",
                "\n",
                " ",
                "word",
                "<caption>",
                "<tbody>",
                "<col>",
                "<dl>",
                "<dt>",
                "<dd>",
                "<details>",
                "<summary>",
                "<hr>",
                "<span>",
                "</span>",
                "<i>",
                "</i>",
            ][..]
        )
        .prop_map(str::to_owned),
        "\\PC{0,12}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_comes_in_is_clean_and_stays_the_same(html in markup()) {
        let safe = sanitise(&html, BASE).into_string();
        prop_assert_eq!(is_clean(&safe.replace("data:", "").replace("javascript:", "")), Ok(()));
        prop_assert_eq!(sanitise(&safe, BASE).into_string(), safe);
    }
}

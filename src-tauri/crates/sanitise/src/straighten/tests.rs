//! What straightening makes of markup that is broken on purpose.

use super::*;

#[test]
fn a_long_text_is_parted_and_a_reference_is_not() {
    for text in ["&".repeat(9_000), "&amp;".repeat(3_000), "\u{a0}\u{ad}ж".repeat(3_000), "word &nbsp; ".repeat(900)] {
        for parted in [straighten(&text), straighten(&format!("<b>{text}</b>"))] {
            let texts = parted.split(['<', '>']).filter(|part| !matches!(*part, "b" | "/b" | "wbr"));
            assert!(texts.clone().all(|part| part.len() <= LONGEST_TEXT && !part.starts_with("amp;")));
            assert_eq!(texts.collect::<String>(), text);
        }
        let safe = crate::sanitise(&text, None).into_string();
        assert!(!safe.contains('<'), "{safe}");
    }
    // Where text comes in pieces, too.
    let pieces = straighten(&"abc<x>".repeat(5_000));
    assert!(pieces.split("<wbr>").all(|part| part.len() <= LONGEST_TEXT));
}

#[test]
fn cells_span_so_many_places_and_readings_are_so_many() {
    let table = straighten(&format!("<table>{}</table>", "<tr><td colspan=200 rowspan=100>x".repeat(9)));
    assert_eq!((table.matches("<td").count(), table.matches("colspan").count()), (9, 2));
    let ruby = straighten(&"<ruby>x<rt>y</rt></ruby>".repeat(MOST_RUBY + 5));
    assert_eq!((ruby.matches("<ruby>").count(), ruby.matches("<rt>").count()), (MOST_RUBY, MOST_RUBY));
    assert_eq!(ruby.matches('y').count() - ruby.matches("ruby").count(), MOST_RUBY + 5);
}

#[test]
fn tags_are_closed_in_order() {
    assert_eq!(straighten("<p>a<p>b<b>c</p>d"), "<p>a</p><p>b<b>c</b></p>d");
    assert_eq!(straighten("<ul><li>a<li>b<ul><li>c</ul></ul>"), "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>");
    assert_eq!(straighten("<div></b></p>x</div></div>"), "<div>x</div>");
    assert_eq!(straighten("<a href=/1>a<a href='/2\"'>b"), "<a href=\"/1\">a</a><a href=\"/2&quot;\">b</a>");
}

#[test]
fn raw_text_foreign_content_and_comments_go() {
    assert_eq!(straighten("a<script>x<p>y</script >b"), "ab");
    assert_eq!(straighten("a<select>b<p>c</select>d<select>e<b>f"), "ade<b>f</b>");
    assert_eq!(straighten("<video><a href=y>b</a></video>"), "<a href=\"y\">b</a>");
    assert_eq!(straighten("a<select>b</SELECT >c<button/>d<menu><li>e"), "acd<li>e</li>");
    assert_eq!(straighten("<head><title>a</title><meta x><a href=y>b</a>"), "<a href=\"y\">b</a>");
    assert_eq!(straighten("a<svg><title/><g>b</g></svg>c<p>d"), "ac<p>d</p>");
    assert_eq!(straighten("a<svg><style><img src=x></style></svg>b"), "ab");
    assert_eq!(straighten("a<svg><g>never closed<p>b"), "a<p>b</p>");
    assert_eq!(straighten("a<math><mi>x</mi><annotation>\\x</annotation>b"), "axb");
    assert_eq!(straighten("a<noscript><p title=\"</noscript><i>b"), "a<i>b</i>");
    assert_eq!(straighten("<pre>\n\n<x>\n<b>\n</b></pre>\n"), "<pre><b>\n</b></pre>\n");
    assert_eq!(straighten("1 < 2 > 1<plaintext><p>"), "1 &lt; 2 &gt; 1");
}

#[test]
fn depth_and_number_are_bounded_and_pixels_go() {
    let many = straighten(&"<p><b>x</b>".repeat(MOST_ELEMENTS));
    let tags = many.replace("<wbr>", "");
    assert_eq!(tags.matches('<').count() - tags.matches("</").count(), MOST_ELEMENTS);
    assert_eq!(many.matches('x').count(), MOST_ELEMENTS);
    let cells = straighten(&format!("<table>{}</table><p>y</p>", "<tr><td>x".repeat(MOST_ELEMENTS)));
    assert_eq!(cells.matches("<td>").count(), MOST_CELLS);
    assert_eq!(cells.matches('x').count(), MOST_ELEMENTS);
    let deep = straighten(&"<div>".repeat(20_000));
    assert_eq!(deep.matches("<div>").count(), MAX_DEPTH);
    assert_eq!(deep.matches("</div>").count(), MAX_DEPTH);
    assert_eq!(
        straighten("<img src=a width=1 height=1><img src=b style='width: 1PX'>").len(),
        straighten("<img src=b>").len()
    );
    assert_eq!(straighten("<img src=a style='display: none'>"), "");
}

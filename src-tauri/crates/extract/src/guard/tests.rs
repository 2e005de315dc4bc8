//! What of a page is read, and where it is cut.

use super::*;

#[test]
fn a_page_of_endless_elements_ends() {
    let page = format!("<p>First</p><table>{}</table><p>Last</p>", "<tr><td>x".repeat(MOST_ELEMENTS));
    let read = readable(&page).html;
    assert!(read.starts_with("<p>First</p>") && !read.contains("Last"));
    assert_eq!(read.matches("<t").count() + read.matches("<p>").count(), MOST_ELEMENTS);
}

#[test]
fn depth_counts_and_length_does_not() {
    for flat in [
        "<b><path d='x'/></b>".repeat(900),
        "<p>x".repeat(900),
        "<div></div>".repeat(900),
        "<div title='a > b'></div>".repeat(900),
    ] {
        assert_eq!(readable(&flat).html, flat);
    }
    assert!(readable(&"<div>".repeat(20_000)).html.len() < 5_000);
}

#[test]
fn white_space_between_blocks_shows_nothing() {
    for (page, left) in [
        ("<div>\n <p>a</p>\n\n <p>b</p> </div> c", "<div><p>a</p><p>b</p></div> c"),
        ("<p> <b>a</b> <i>b</i> </p> <p>", "<p> <b>a</b> <i>b</i> </p><p>"),
        ("<div> <style>x</style> <div>", "<div><div>"),
        ("<div> < <div>", "<div> < <div>"),
        ("<pre><div> </div> </pre> <div> <div>", "<pre><div> </div> </pre> <div><div>"),
    ] {
        assert_eq!(readable(page).html, left);
    }
}

#[test]
fn what_nobody_reads_is_left_out() {
    for (page, left) in [
        ("<p>a<style>p > b {}</style>b", "<p>ab"),
        ("<p>a<!-- <div> -->b<!-->c", "<p>abc"),
        ("<p>a<!-- - -- --!>b<!-- ---->c", "<p>abc"),
        ("<p>a<svg viewBox=x><path d='>'/><title>t</title></svg>b", "<p>ab"),
        ("<p>a<script>if (a </b/.x) '</SCRIPT x>b", "<p>ab"),
        ("<p>a<SCRIPT>x</script >b", "<p>ab"),
        ("<p>a<script>x", "<p>a"),
    ] {
        assert_eq!(readable(page).html, left);
    }
    for kept in [
        "<div title='<script>'>a</div><div title=\"</style>\">b</div>",
        "<title><script></title>a",
        "<svg><foreignObject><p>a</p></foreignObject></svg>",
        "<textarea><!-- </textarea>-->",
        "a < b",
        "<",
    ] {
        assert_eq!(readable(kept).html, kept);
    }
}

#[test]
fn what_is_never_closed_where_programs_do_not_run_holds_nothing_else() {
    for (page, left) in [
        ("<noscript><div id=x></noscript><p>a", "<p>a"),
        ("<noscript><p>Run <b>it</noscript><h1>a", "<h1>a"),
        ("<noscript></div></noscript><p>a", "<p>a"),
        ("<p>a<NOSCRIPT><div><img src='a>b'></NoScript>b", "<p>a<img src='a>b'>b"),
    ] {
        assert_eq!(readable(page).html, left);
    }
    for kept in [
        "<noscript><img src=a></noscript>b",
        "<noscript><div><IMG src=a><br/></div> 1 < 2</noscript>b",
        "<noscript>b",
        "<noscript><div>b",
    ] {
        assert_eq!(readable(kept).html, kept);
    }
    assert!(is_closed("<iframe src=a></iframe><!-- <p> -->") && !is_closed("<b><i></b></i>"));
}

#[test]
fn a_tree_that_is_shown_is_a_part_of_the_page() {
    let page =
        "<x-y><template\nShadowRootMode=\"open\"><p>a</p><template><i>b</i></template><slot></slot></template>c</x-y>";
    assert_eq!(readable(page).html, "<x-y><p>a</p><template><i>b</i></template><slot></slot>c</x-y>");
}

#[test]
fn scripts_stand_beside_the_page() {
    for (page, is_linked, text) in [
        ("<p>a<script type='application/ld+json'>{}</script>b", true, "{}"),
        ("<p>a<script type=\"application/ld&#43;json\">{}</script>b", true, "{}"),
        ("<p>a<script><!-- x('<script></script>') --></script>b", false, "<!-- x('<script></script>') -->"),
        ("<p>a<script><!--></script>b", false, "<!-->"),
        ("<p>a<script>x={\"headline\":\"h\"}</script>b", false, "x={\"headline\":\"h\"}"),
        ("<p>a<script>f(\"{\\\"publishedAt\\\":1}\")</script>b", false, "f(\"{\\\"publishedAt\\\":1}\")"),
        ("<p>a<script id=state type=application/json>[1]</script>b", false, "[1]"),
    ] {
        let read = readable(page);
        assert!(read.html.starts_with("<p>a") && read.html.ends_with('b') && !read.html.contains(text));
        let scripts: Vec<_> = read.scripts.iter().map(|script| (script.is_linked, script.text)).collect();
        assert_eq!(scripts, [(is_linked, text)]);
    }
    for page in ["<script src=a></script>", "<script type='text/x-template'>\"headline\"</script>"] {
        assert!(readable(page).scripts.is_empty(), "{page}");
    }
}

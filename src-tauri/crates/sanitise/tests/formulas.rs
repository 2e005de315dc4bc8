//! Formulas: their words stay in the text, and nothing of MathML is in the tree of an article.

use broadsheet_sanitise::{letters, sanitise};
use dom_query::Document;

const SQUARE: &str = "<msup><mi>a</mi><mn>2</mn></msup>";

fn clean(html: &str) -> String {
    sanitise(html, Some("https://paper.example/")).into_string()
}

/// The text of cleaned HTML, and the markup that its formulas carry.
fn read(html: &str) -> (String, Vec<String>) {
    let document = Document::from(clean(html));
    let carried =
        document.select("[data-formula]").iter().map(|one| one.attr_or("data-formula", "").to_string()).collect();
    (document.select("body").text().to_string(), carried)
}

#[test]
fn a_formula_is_its_words_and_carries_its_markup() {
    let (text, carried) = read(&format!("<p>We say <math>{SQUARE}</math> and go.</p>"));
    assert_eq!(text, "We say a^2 and go.");
    assert_eq!(carried, [format!("<math alttext=\"a^2\">{SQUARE}</math>")]);
    let tex = "<math display=block><semantics><mfrac><mi>x</mi><mi>&alpha;</mi></mfrac>\
               <annotation encoding='application/x-tex'>{\\displaystyle \\frac{x}{\\alpha} &lt; 1}</annotation></semantics></math>";
    let (text, carried) = read(tex);
    assert_eq!(text, "\\frac{x}{\\alpha} < 1");
    assert_eq!(
        carried,
        ["<math display=\"block\" alttext=\"\\frac{x}{\\alpha} &lt; 1\"><mfrac><mi>x</mi><mi>α</mi></mfrac></math>"]
    );
}

#[test]
fn what_can_be_said_in_a_line_is() {
    for (markup, words) in [
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>12</mn></mfrac>", "(a + b)/12"),
        ("<msqrt><mi>x</mi></msqrt><mo>&InvisibleTimes;</mo><mi>y</mi>", "√xy"),
        (
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
            "∑_(i = 1)^ni",
        ),
        ("<mfenced open='['><mi>a</mi><mi>b</mi></mfenced>", "[a, b)"),
        ("<mover><mi>v</mi><mo>→</mo></mover>", "v→"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "x^(1/3)"),
        ("<mtext>for all </mtext><mi>x</mi><mo>∈</mo><mi>R</mi>", "for all x ∈ R"),
        (
            "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable>",
            "1, 0; 0, 1",
        ),
    ] {
        assert_eq!(read(&format!("<math>{markup}</math>")).0, words, "{markup}");
    }
}

#[test]
fn it_is_read_once_where_it_is_drawn_beside() {
    let math = format!("<math>{SQUARE}</math>");
    for page in [
        format!(
            "<p>So <span class=katex><span class=katex-mathml>{math}</span><span class=katex-html aria-hidden=true><span>a</span><span>2</span></span></span> is.</p>"
        ),
        format!(
            "<p>So <span><span style='display:none'>{math}</span><img src=/a.svg aria-hidden=true alt='a^2'></span> is.</p>"
        ),
    ] {
        assert_eq!(read(&page).0, "So a^2 is.", "{page}");
        assert!(!clean(&page).contains("<img"), "{page}");
    }
    // What is never closed takes nothing along.
    assert_eq!(read(&format!("<p>So {math}<span aria-hidden=true>a2 is</p><p>b</p>")).0, "So a^2b");
    assert_eq!(read(&format!("<p>So {math}<span aria-hidden=true>a2 is<div>b</div> c")).0, "So a^2b c");
    for more in [
        format!("<p>Ends with {math}</p><div aria-hidden=true>a box</div>"),
        format!("We write {math} <span aria-hidden=true>→</span> y"),
        format!("<p>We {math}<wbr aria-hidden=true> and all <b>so</b></p>"),
    ] {
        let text = read(&more).0;
        assert!(["a box", "→ y", "and all so"].iter().any(|rest| text.ends_with(rest)), "{more}: {text}");
    }
    // What stands behind other words is something else.
    assert_eq!(read(&format!("{math} and <b aria-hidden=true>b</b>")).0, "a^2 and b");
}

#[test]
fn cleaning_again_changes_nothing_and_the_words_are_those_of_the_formula() {
    let once = clean(&format!("<p>x <math alttext='a squared &amp; \"more\"'>{SQUARE}</math> y</p>"));
    assert_eq!(clean(&once), once);
    assert!(once.contains(">a squared &amp; \"more\"</span>"), "{once}");
    let deep = format!("<math alttext='{}x'><mi>a</mi></math>", "\\displaystyle ".repeat(24));
    assert_eq!((read(&deep).0.as_str(), clean(&clean(&deep))), ("x", clean(&deep)));
    let lying = "<p><span data-formula='<math><mi>a</mi></math>'>buy this</span> now</p>";
    assert_eq!(read(lying).0, "a now");
    for broken in ["<span data-formula='<p>x'>words</span>", "<span data-formula='<math></math>'>words</span>"] {
        assert_eq!(read(broken), ("words".to_owned(), Vec::new()), "{broken}");
    }
    // One that is never closed takes nothing along.
    assert_eq!(read("<span data-formula='<math><mi>a</mi></math>'>b<p>c").0, "ac");
    // Faces are letters of their own, and the words are those that are typed.
    let (text, carried) = read("<math><mi>x</mi><mo>∈</mo><mi mathvariant=double-struck>R</mi></math>");
    assert_eq!((text.as_str(), carried.len()), ("x ∈ R", 1));
    assert!(carried.concat().ends_with("<mo>∈</mo><mi>ℝ</mi></math>"), "{carried:?}");
}

#[test]
fn nothing_of_it_is_code_and_no_tree_holds_it() {
    let attacks = [
        "<math><mi href=javascript:alert(1)>x</mi></math>",
        "<math href=\"javascript:alert(1)\"><mtext><img src=x onerror=alert(1)></mtext></math>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml><mi>x</mi></math>",
        "<math><maction actiontype=\"statusline#http://x\" xlink:href=\"javascript:alert(1)\">x</maction></math>",
        "<math><mi>&lt;img src=x onerror=alert(1)&gt;</mi></math>",
        "<math><mi style=\"position:fixed\" onclick=alert(1) mathvariant=\"x&quot; onclick=&quot;alert(1)\">x</mi></math>",
        "<span data-formula=\"<math><mi onclick=alert(1)>x</mi><script>alert(1)</script></math>\">x</span>",
        "<span data-formula=\"&lt;math>&lt;mi>&amp;lt;script>alert(1)&amp;lt;/script>&lt;/mi>&lt;/math>\">x</span>",
        "<math><mspace width=9999999em></mspace><mi>x</mi></math>",
        "<math><mi>x</mi><style>.a{color:red}</style><script>alert(1)</script><mi>y</mi></math>",
        "<math><mstyle scriptlevel=-40><mi>9999</mi></mstyle></math>",
    ];
    for attack in attacks {
        let clean = clean(attack);
        let document = Document::from(clean.as_str());
        assert!(!document.select("math, script, style, img[onerror], [onclick], mi").exists(), "{attack}: {clean}");
        for carrier in document.select("[data-formula]").iter() {
            let markup = carrier.attr_or("data-formula", "").to_string();
            let bad = ["onclick", "<script", "href", "style=", "<img", "9999em", "javascript", "-40", "color"];
            assert!(bad.iter().all(|bad| !markup.contains(bad)), "{attack}: {markup}");
        }
    }
}

#[test]
fn what_is_not_closed_too_deep_or_too_much_keeps_its_words() {
    assert_eq!(read("<p>a <math><mi>x</mi><p>b").0, "a xb");
    assert_eq!(read("a <math>x = 2</math> b").0, "a x = 2 b");
    assert_eq!(read("a <math><mi>x</mi> so<b>bold</b> and <math><mi>y</mi></math> b").0, "a x sobold and y b");
    assert_eq!(
        read("a <math><mtext><i>is</i></mtext><mi>x</mi><annotation-xml><p>y</p></annotation-xml></math> b").0,
        "a isx b"
    );
    assert_eq!(read("<p>a <math><mi>x</p><p>b</p><p>c <math><mi>y</mi></math></p>").0, "a xbc y");
    assert_eq!(read("<blockquote><p>a <math><mi>x</mi></p></blockquote>b <math><mi>y</mi></math>").0, "a xb y");
    assert_eq!(read("<math><mtext>when <math><mi>y</mi></math> holds</mtext></math>").0, "when y holds");
    let link = read("Let <math><mi>x</mi> be <a href=/x>it</a>, and <math><mi>y</mi><mo>=</mo><mn>2</mn></math> more");
    assert_eq!(link.0, "Let x beit, and y = 2 more");
    // What closes itself holds nothing.
    assert_eq!(read("a <math><mi>b</mi><mspace width=\"1em\"/><mi>c</mi><none/><mi>d</mi></math> e").0, "a b cd e");
    assert_eq!(read("a <math/> b <math><mi>x</mi></math> c").0, "a  b x c");
    // What is too large keeps all that it says.
    let sum = format!("<math>{}<mi>end</mi></math>", "<mi>x</mi><mo>+</mo>".repeat(1_000));
    let (text, carried) = read(&sum);
    assert_eq!((text.replace('\u{200b}', ""), carried.len()), (format!("{}end", "x+".repeat(1_000)), 0));
    let long = format!("<math><mtext>{}</mtext></math>", "word ".repeat(2_000));
    assert_eq!(read(&long).0.len(), 9_999);
    let tex = format!("<math><mi>x</mi><annotation encoding=tex>{}&lt; b</annotation></math>", "y".repeat(4_200));
    assert_eq!(read(&tex).0, "x");
    let broken_off = read("<p>a <math><mi>x</mi></p><p>b</p></math> c");
    assert_eq!(broken_off.0, "a xb c");
    let deep = format!("<math>{}<mi>x</mi>{}</math>", "<mrow>".repeat(9_000), "</mrow>".repeat(9_000));
    let clean_deep = clean(&deep);
    assert!(clean_deep.len() < 4_000, "{}", clean_deep.len());
    let large = format!("<p><math alttext=sum>{}</math></p>", "<mi>x</mi>".repeat(5_000));
    assert_eq!(read(&large), ("sum".to_owned(), Vec::new()));
    let many = format!("<p>{}</p>", format!("<math>{SQUARE}</math> ").repeat(20_000));
    let (text, carried) = read(&many);
    assert_eq!(text.matches("a^2").count(), 20_000);
    assert!(carried.len() < 10_000, "{}", carried.len());
    let safe = sanitise(&format!("<math>{SQUARE}</math>"), None);
    assert_eq!(letters(&safe), "a^2");
}

//! What must hold of HTML that is called safe.

/// Elements of which none may ever be in an article.
const FORBIDDEN: &[&str] = &[
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "form",
    "input",
    "button",
    "textarea",
    "select",
    "link",
    "meta",
    "base",
    "template",
    "noscript",
    "title",
    "xmp",
    "plaintext",
    "frame",
    "frameset",
    "applet",
    "video",
    "audio",
    "source",
    "track",
    "dialog",
    "portal",
    "html",
    "head",
    "body",
];

/// Attributes that safe HTML may have.
const ATTRIBUTES: &[&str] = &[
    "href",
    "hreflang",
    "rel",
    "src",
    "alt",
    "width",
    "height",
    "start",
    "reversed",
    "type",
    "value",
    "colspan",
    "rowspan",
    "scope",
    "span",
    "datetime",
    "open",
    "lang",
    "dir",
    "title",
    "data-formula",
];

/// Attributes that the markup of a formula may have.
const OF_FORMULAS: &[&str] = &[
    "alttext",
    "display",
    "mathvariant",
    "form",
    "fence",
    "separator",
    "lspace",
    "rspace",
    "stretchy",
    "symmetric",
    "largeop",
    "movablelimits",
    "linethickness",
    "accent",
    "accentunder",
    "width",
    "displaystyle",
    "scriptlevel",
    "columnalign",
];

/// Asserts that every tag of `safe` is harmless, read as bluntly as possible: the sanitiser writes every attribute in
/// double quotes and every `<` of a text as a reference.
pub(crate) fn assert_harmless(safe: &str) {
    let mut rest = safe;
    while let Some((_, tag)) = rest.split_once('<') {
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(!name.is_empty(), "a `<` that begins no tag in {safe}");
        assert!(!FORBIDDEN.contains(&name.as_str()), "<{name}> in {safe}");
        rest = attributes(tag, safe);
    }
}

/// Checks the attributes of a tag and gives back what stands behind it.
fn attributes<'html>(tag: &'html str, safe: &str) -> &'html str {
    let mut rest = tag.trim_start_matches(|next: char| next == '/' || next.is_ascii_alphanumeric());
    loop {
        rest = rest.trim_start_matches(' ');
        if let Some(behind) = rest.strip_prefix('>') {
            return behind;
        }
        let (name, behind) = rest.split_once("=\"").unwrap_or_else(|| panic!("a tag that does not end in {safe}"));
        let (value, behind) = behind.split_once('"').unwrap_or_else(|| panic!("a value that does not end in {safe}"));
        assert!(ATTRIBUTES.contains(&name), "the attribute {name} in {safe}");
        if matches!(name, "href" | "src") {
            let known = ["http:", "https:", "mailto:", "tel:"].iter().any(|scheme| value.starts_with(scheme));
            assert!(known, "{name}={value} in {safe}");
        }
        if name == "data-formula" {
            assert_formula(&read(value), safe);
        }
        rest = behind;
    }
}

/// Asserts that the markup of a formula is MathML that shows something and does nothing, closed in order.
fn assert_formula(markup: &str, safe: &str) {
    assert!(markup.starts_with("<math") && markup.ends_with("</math>"), "{markup} in {safe}");
    let mut open: Vec<&str> = Vec::new();
    let mut rest = markup;
    while let Some((text, tag)) = rest.split_once('<') {
        assert!(!text.contains('>'), "a `>` outside of tags in {markup}");
        let (tag, behind) = tag.split_once('>').unwrap_or_else(|| panic!("a tag that does not end in {markup}"));
        rest = behind;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{markup}");
            continue;
        }
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(
            name.starts_with('m') && !FORBIDDEN.contains(&name) || matches!(name, "none" | "math"),
            "{name} in {markup}"
        );
        open.push(name);
        while let Some((name, behind)) = attributes.split_once("=\"") {
            assert!(OF_FORMULAS.contains(&name.trim()), "{name} in {markup}");
            attributes = behind.split_once('"').map_or("", |(_, behind)| behind);
        }
    }
    assert!(open.is_empty() && rest.is_empty(), "{markup}");
}

/// A value with the references that the sanitiser writes read.
fn read(value: &str) -> String {
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Asserts that a link leads nowhere but to the web, or to a mail program.
pub(crate) fn assert_link(link: Option<&str>) {
    if let Some(link) = link {
        let head: String = link.chars().take(12).collect::<String>().to_ascii_lowercase();
        let scheme = head.split(':').next().unwrap_or_default();
        let runs = ["javascript", "vbscript", "data", "file", "blob", "library", "ipc", "tauri"];
        assert!(!head.contains(':') || !runs.contains(&scheme), "a link leads to {link}");
    }
}

//! Reporters whom East Asian papers name within the text: in brackets in the first line, or alone in the last.

use crate::evidence::Evidence;
use crate::words::is_wide;

/// Bytes behind the headline within which the first line of a text begins.
const FIRST: usize = 2_400;
/// Bytes of a line that names a reporter and nothing else.
const LAST: usize = 90;

/// The reporters that the text of a page names itself, where it does so in one of these ways.
pub(super) fn reporters(evidence: &Evidence, start: usize) -> Vec<String> {
    let text = &evidence.shown().text;
    let behind = text.get(text.floor_char_boundary(start)..).unwrap_or_default();
    let first = behind.get(..behind.floor_char_boundary(FIRST)).unwrap_or_default();
    let bracketed = ["（记者", "(记者", "（記者", "〔記者", "【記者", "（本报记者", "（特约记者"];
    if let Some(rest) = bracketed.iter().find_map(|opening| Some(first.split_once(opening)?.1)) {
        let end = rest.find(['）', ')', '〕', '】', '／', '/', '，', '。', '：']).unwrap_or(0);
        let names = chinese(rest.get(..end).unwrap_or_default());
        if !names.is_empty() {
            return names;
        }
    }
    if !behind.contains("기자") {
        return Vec::new();
    }
    let lines = evidence.shown().lines_from(text.floor_char_boundary(start + 200));
    let signed = lines.filter(|(_, line)| line.len() <= LAST).filter_map(|(_, line)| korean(line)).last();
    signed.into_iter().collect()
}

/// `王晓梅、李建国`, `刘芳`.
fn chinese(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(['、', ' ', '　', '\u{a0}', '\u{1f}']).filter(|part| !part.is_empty()).collect();
    let is_name = |part: &&str| (2..=4).contains(&part.chars().count()) && part.chars().all(is_wide);
    if parts.len() > 4 || !parts.iter().all(is_name) {
        return Vec::new();
    }
    parts.into_iter().map(str::to_owned).collect()
}

/// `이은영 기자 ey@paper.example`: a name, the trade, and an address at most.
fn korean(line: &str) -> Option<String> {
    let line = line.trim_matches([' ', '\u{1f}', '/', '=', '[', ']']);
    let (name, rest) = line.split_once("기자")?;
    let name = name.trim_end_matches([' ', '\u{1f}']);
    let name = name.rsplit(['=', ']', '\u{1f}']).next()?.trim();
    let rest = rest.trim_matches([' ', '\u{1f}', '(', ')', '=', '|', '/', ',']);
    let is_name = (2..=4).contains(&name.chars().count()) && name.chars().all(|next| ('가'..='힣').contains(&next));
    let is_rest = rest.is_empty() || rest.contains('@') && !rest.contains(' ');
    (is_name && is_rest).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Vec<String> {
        let page = format!("<html><body><h1>Ferry deal holds</h1>{body}</body></html>");
        let evidence = Evidence::of_page(&page);
        let (_, start) = evidence.shown().headline(Some("Ferry deal holds"));
        reporters(&evidence, start)
    }

    #[test]
    fn reporters_are_named_within_the_text() {
        for (line, names) in [
            (
                "<p>新华社杭州9月5日电（记者王晓梅、李建国）大桥今日通车，市民纷纷前来参观。</p>",
                vec!["王晓梅", "李建国"],
            ),
            ("<p>【财新网】（记者 刘芳）大桥今日通车。</p>", vec!["刘芳"]),
            ("<p>〔記者陳怡君／花蓮報導〕新橋今天通車。</p>", vec!["陳怡君"]),
        ] {
            assert_eq!(of(line), names, "{line}");
        }
        let text = "다리가 오늘 개통되었다. 많은 시민이 새 다리를 보러 왔다고 시장은 말했다. ".repeat(4);
        assert_eq!(of(&format!("<p>{text}</p><p>이은영 기자 ey@paper.example</p>")), ["이은영"]);
        assert!(of(&format!("<p>{text}</p><p>기자 회견은 오늘 열렸다.</p>")).is_empty());
        assert!(of("<p>大桥今日通车（记者在现场看到，市民纷纷前来参观）。</p>").is_empty());
    }
}

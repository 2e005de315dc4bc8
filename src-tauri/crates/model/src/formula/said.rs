//! What can be said of a formula in a line.

use super::{FormulaReader, TOKENS, folded};

impl FormulaReader {
    /// Says a formula in a line.
    pub(super) fn say(&self, at: usize, out: &mut String) {
        let Some(node) = self.nodes.get(at) else { return };
        let child = |number: usize| node.children.get(number).copied().unwrap_or(usize::MAX);
        match (node.name, node.children.len()) {
            ("mo", _) => self.say_sign(&folded(&node.text), out),
            ("mtext", _) => out.push_str(&node.spaced().replace('\u{a0}', " ")),
            (name, _) if TOKENS.contains(&name) => out.push_str(&folded(&node.text)),
            ("mspace", _) => out.push(' '),
            ("mfrac", 2) => {
                self.say_whole(child(0), out);
                out.push('/');
                self.say_whole(child(1), out);
            }
            ("msqrt", _) => {
                out.push('√');
                let alone = node.children.len() == 1;
                if alone { self.say_whole(child(0), out) } else { self.say_in_brackets(&node.children, out) }
            }
            ("mroot", 2) => {
                self.say_whole(child(0), out);
                out.push_str("^(1/");
                self.say(child(1), out);
                out.push(')');
            }
            ("msub" | "munder", 2) => self.say_scripts(child(0), Some(child(1)), None, out),
            ("msup" | "mover", 2) => self.say_scripts(child(0), None, Some(child(1)), out),
            ("msubsup" | "munderover", 3) => self.say_scripts(child(0), Some(child(1)), Some(child(2)), out),
            ("mtable", _) => self.say_each(&node.children, "; ", out),
            ("mtr", _) => self.say_each(&node.children, ", ", out),
            _ => self.say_each(&node.children, "", out),
        }
    }

    fn say_each(&self, nodes: &[usize], between: &str, out: &mut String) {
        for (number, at) in nodes.iter().enumerate() {
            if number > 0 {
                out.push_str(between);
            }
            self.say(*at, out);
        }
    }

    fn say_in_brackets(&self, nodes: &[usize], out: &mut String) {
        out.push('(');
        self.say_each(nodes, "", out);
        out.push(')');
    }

    /// Says a part so that it is seen where it ends.
    fn say_whole(&self, at: usize, out: &mut String) {
        let mut said = String::new();
        self.say(at, &mut said);
        let said = said.trim();
        let is_one =
            said.chars().count() == 1 || said.chars().all(|next| next.is_ascii_digit() || matches!(next, '.' | ','));
        if is_one {
            out.push_str(said);
        } else {
            out.push('(');
            out.push_str(said);
            out.push(')');
        }
    }

    fn say_scripts(&self, base: usize, below: Option<usize>, above: Option<usize>, out: &mut String) {
        self.say(base, out);
        for (sign, at) in [('_', below), ('^', above)] {
            let Some(at) = at else { continue };
            out.truncate(out.trim_end().len());
            // A prime, a bar or an arrow stands right behind its letter.
            let accent = self.nodes.get(at).filter(|node| node.name == "mo" && folded(&node.text).chars().count() == 1);
            if let Some(accent) = accent
                && !accent.text.chars().any(|next| matches!(next, '+' | '-' | '−' | '*' | '∗'))
            {
                out.push_str(&folded(&accent.text));
                continue;
            }
            out.push(sign);
            self.say_whole(at, out);
        }
    }

    fn say_sign(&self, sign: &str, out: &mut String) {
        match sign {
            // Function application, and signs that are not seen.
            "\u{2061}" | "\u{2062}" | "\u{2064}" => {}
            "\u{2063}" => out.push(','),
            "," | ";" => {
                out.push_str(sign);
                out.push(' ');
            }
            _ if stands_apart(sign) => {
                out.push(' ');
                out.push_str(sign);
                out.push(' ');
            }
            _ => out.push_str(sign),
        }
    }
}

/// Whether a sign has room on both sides: it compares, or points somewhere.
fn stands_apart(sign: &str) -> bool {
    let mut letters = sign.chars();
    let (Some(first), None) = (letters.next(), letters.next()) else { return sign == ":=" };
    matches!(
        first,
        '=' | '<'
            | '>'
            | '+'
            | '−'
            | '±'
            | '×'
            | '·'
            | '∈'
            | '∉'
            | '∼'
            | '≈'
            | '≠'
            | '≡'
            | '≤'
            | '≥'
            | '∝'
            | '∪'
            | '∩'
    ) || matches!(first, '\u{2190}'..='\u{21ff}' | '\u{2243}'..='\u{228b}' | '\u{27f5}'..='\u{27ff}')
}

// Formulas are drawn from the markup that they carry, element by element, each into a tree of its own: no parser of HTML reads
// any of it, and the words of the text stay what they are for whoever selects, marks or searches them.
import { trusted } from './article-tree';

const MATHML = 'http://www.w3.org/1998/Math/MathML';

/**
 * The page's own rules for its lines reach into formulas, where they move what must stand in its place. The words lie unseen over what
 * is drawn, so that they can be pointed at, selected, copied and marked like any others.
 */
const STYLES = `
  :host { position: relative; hanging-punctuation: none; hyphens: none; letter-spacing: 0; font-style: normal; }
  math { font-family: 'STIX Two Math', 'Cambria Math', math; -webkit-user-select: none; user-select: none; }
  .words { position: absolute; inset: 0; overflow: hidden; white-space: nowrap; opacity: 0; }
`;

let sheet: CSSStyleSheet | undefined;

/** The styles of a formula, read once for all. */
function formulaStyles(): CSSStyleSheet {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
  }
  return sheet;
}

/** The elements that the library writes. */
const ELEMENTS = new Set(
  (
    'math mi mn mo ms mtext mrow mstyle mpadded mphantom msqrt mtable mtr mtd mmultiscripts mprescripts none mspace ' +
    'mfrac mroot msub msup munder mover msubsup munderover'
  ).split(' '),
);

/** The attributes that it writes, but for the words. */
const ATTRIBUTES = new Set(
  (
    'display mathvariant form fence separator lspace rspace stretchy symmetric largeop movablelimits linethickness accent ' +
    'accentunder width displaystyle scriptlevel columnalign'
  ).split(' '),
);

function drawn(node: Element): Element | null {
  if (!ELEMENTS.has(node.localName)) return null;
  const element = document.createElementNS(MATHML, node.localName);
  for (const { name, value } of node.attributes) if (ATTRIBUTES.has(name)) element.setAttribute(name, value);
  for (const child of node.childNodes) {
    if (child instanceof Text) element.append(child.data);
    const inner = child instanceof Element ? drawn(child) : null;
    if (inner !== null) element.append(inner);
  }
  return element;
}

/** Draws the formulas of a text. One that cannot be read stays its words. */
export function drawFormulas(box: HTMLElement): void {
  for (const host of box.querySelectorAll<HTMLElement>('span[data-formula]')) {
    const markup = host.getAttribute('data-formula') ?? '';
    const read = new DOMParser().parseFromString(trusted(markup), 'application/xml').documentElement;
    const formula = read.localName === 'math' && read.querySelector('parsererror') === null ? drawn(read) : null;
    if (formula === null || host.shadowRoot !== null) continue;
    const tree = host.attachShadow({ mode: 'open' });
    if ('adoptedStyleSheets' in tree) tree.adoptedStyleSheets = [formulaStyles()];
    const words = document.createElement('span');
    words.className = 'words';
    words.ariaHidden = 'true';
    words.append(document.createElement('slot'));
    tree.append(formula, words);
    host.className = formula.getAttribute('display') === 'block' ? 'formula apart' : 'formula';
  }
}

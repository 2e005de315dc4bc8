// The tree in which articles stand, apart from the window's own: their names and styles reach nothing outside of it.
import styles from '../styles/index.css?inline';

/** What engines with Trusted Types have. HTML goes into a tree through a policy of a name that the window's rules list. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): string };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };

/** The library has cleaned what comes here; this only says so to the engine. */
const policy = trustedTypes?.createPolicy('broadsheet-article', { createHTML: (html) => html });

let sheet: CSSStyleSheet | undefined;

/** The paper's styles, read once for all trees. */
function paperStyles(): CSSStyleSheet {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
  }
  return sheet;
}

/** Makes the tree below an element. It is open, so that what marks and reads a text can reach it. */
export function plant(host: HTMLElement): ShadowRoot {
  const tree = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  if ('adoptedStyleSheets' in tree) tree.adoptedStyleSheets = [paperStyles()];
  return tree;
}

/** What the library has cleaned, as the engine wants to have it said. */
export function trusted(markup: string): string {
  return policy?.createHTML(markup) ?? markup;
}

/** Puts cleaned HTML into an element of the tree. */
export function fill(box: HTMLElement, html: string): void {
  box.innerHTML = trusted(html);
}

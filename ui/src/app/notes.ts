// Where a link of an article leads that goes to a place on the article's own page: from a number to its note, and back, and from a
// table of contents to a heading. An article has no names that a link could lead to, so that a note is known by its number and by
// its way back, and a heading by its words.

/** A number, a letter or a mark in brackets or not, as the text of a link. */
const MARK = /^[\s[(]*(\d{1,3}|[*†‡§]{1,3}|\p{L})[\s\]).]*$/u;

/** The same at the beginning of a note. */
const BEGINS = /^[\s[(]*(\d{1,3}|[*†‡§]{1,3})(?:[\s\]).:]|$)/u;

function addressOf(link: Element): string {
  return (link.getAttribute('href') ?? '').split('#', 1)[0] ?? '';
}

function markOf(link: Element): string | undefined {
  return MARK.exec(link.textContent)?.[1];
}

function blockOf(link: Element): Element | null {
  return link.closest('li') ?? link.closest('p, dd, td, blockquote');
}

/** The number of an item in a list that counts, or what a text begins with. */
function numberOf(block: Element): string | undefined {
  const list = block.parentElement;
  if (block.tagName !== 'LI' || list?.tagName !== 'OL') return BEGINS.exec(block.textContent)?.[1];
  let number = Number(list.getAttribute('start') ?? 1);
  for (const item of list.children) {
    if (item.hasAttribute('value')) number = Number(item.getAttribute('value'));
    if (item === block) return String(number);
    number += 1;
  }
  return undefined;
}

function isBefore(one: Node, other: Node): boolean {
  return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** The note to which a number leads, or the number to which a note leads back; `null` where a link leads to neither. */
export function noteOf(link: Element, tree: ParentNode): Element | null {
  const own = blockOf(link);
  if (own === null || !(link.getAttribute('href') ?? '').includes('#')) return null;
  const others = [...tree.querySelectorAll('a[href*="#"]')].filter(
    (other) => addressOf(other) === addressOf(link) && blockOf(other) !== own,
  );
  const mark = markOf(link);
  const notes = others.map(blockOf).filter((block) => block !== null && isBefore(link, block));
  const note = mark === undefined ? undefined : notes.find((block) => block !== null && numberOf(block) === mark);
  if (note !== undefined) return note;
  const number = numberOf(own);
  if (number === undefined) return null;
  return others.find((other) => isBefore(other, link) && markOf(other) === number) ?? null;
}

/** Letters and digits alone, in which the name of a place and the words of its heading are alike. */
function bare(words: string): string {
  return words.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

function nameOf(link: Element): string {
  const name = (link.getAttribute('href') ?? '').split('#').slice(1).join('#');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The heading that has the name of the place to which a link of the article's own page leads, or the words of the link. */
export function headingOf(link: Element, tree: ParentNode): Element | null {
  const headings = [...tree.querySelectorAll('h1, h2, h3, h4, h5, h6')];
  // Tables of contents number what they list.
  const wanted = [bare(nameOf(link)), bare(link.textContent), bare(link.textContent.replace(/^[\s\d.]+/u, ''))].filter((words) => words !== '');
  return wanted.map((words) => headings.find((heading) => bare(heading.textContent) === words)).find((heading) => heading !== undefined) ?? null;
}

/** Brings a part of the text into the middle of the window, or below the bar at its top, and gives it the focus. */
export function leadTo(part: Element, block: 'center' | 'start' = 'center'): void {
  if (!(part instanceof HTMLElement)) return;
  if (part.tabIndex < 0) part.tabIndex = -1;
  part.scrollIntoView({ block });
  part.focus({ preventScroll: true });
}

import { typesText } from './keyboard';
import { noteOf } from './notes';
import { selectedIn } from './passage';

// The engine's own menu knows nothing of the paper: it offers to open stories in other windows, and to inspect them. It is of
// use where words are typed or copied, and on what leads out of an article.

function isSelected(tree: Node, { clientX, clientY }: MouseEvent): boolean {
  const selection = document.getSelection();
  const own = selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
  const range = tree instanceof ShadowRoot ? selectedIn(tree) : own;
  if (range === null || range.collapsed) return false;
  const live = document.createRange();
  live.setStart(range.startContainer, range.startOffset);
  live.setEnd(range.endContainer, range.endOffset);
  return [...live.getClientRects()].some(({ left, right, top, bottom }) => clientX >= left && clientX <= right && clientY >= top && clientY <= bottom);
}

/** Whether a link of an article leads to the web, and not to one of its own notes. */
function leadsOut(target: Element, tree: ShadowRoot): boolean {
  const link = target.closest<HTMLAnchorElement | HTMLAreaElement>('a[href], area[href]');
  return link !== null && /^https?:$/u.test(link.protocol) && noteOf(link, tree) === null;
}

/** For every press that asks for the engine's menu: holds it back where it is of no use. */
export function holdMenuBack(event: MouseEvent): void {
  const [target] = event.composedPath();
  const tree = target instanceof Node ? target.getRootNode() : null;
  if (target instanceof Element && tree !== null) {
    if (typesText(target) || isSelected(tree, event)) return;
    if (tree instanceof ShadowRoot && (target.matches('img') || leadsOut(target, tree))) return;
    // Beside the text: the lead picture, and a picture by itself.
    if (target.matches('[data-article] figure img, dialog figure img')) return;
  }
  event.preventDefault();
}

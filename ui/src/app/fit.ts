// What is larger than the page: tall pictures are shown whole, and what is wide moves sideways in its own place.
import type { Attachment } from 'svelte/attachments';

/** How much of the window's height a picture takes at most. */
const TALL = 82;

/** Keeps a picture's whole height in the window. By its width, so that its place is known before it is there. */
export function fitHeight(picture: HTMLElement, width: number | null, height: number | null): void {
  if (width === null || height === null || !(width > 0) || !(height > 0)) return;
  picture.style.maxInlineSize = `min(100%, ${((TALL * width) / height).toFixed(2)}vh)`;
}

/** The same for a picture of our own, or for what holds nothing else. */
export function fitted(width: number | null, height: number | null): Attachment<HTMLElement> {
  return (picture) => fitHeight(picture, width, height);
}

/** A part that is wider than its place can be reached and moved by keys, and says what it is. */
function reach(part: HTMLElement, name: string): void {
  if (part.scrollWidth > part.clientWidth + 1) {
    part.tabIndex = 0;
    part.setAttribute('role', 'region');
    part.setAttribute('aria-label', name);
  } else {
    for (const attribute of ['tabindex', 'role', 'aria-label']) part.removeAttribute(attribute);
  }
}

/** Gives every table a place of its own to move in; the table itself stays a table. Call what is returned when the text goes. */
export function fitWidth(box: HTMLElement): () => void {
  const parts = new Map<Element, string>();
  for (const table of box.querySelectorAll('table')) {
    if (table.parentElement?.closest('table') != null) continue;
    const place = document.createElement('div');
    place.className = 'wide';
    table.replaceWith(place);
    place.append(table);
    parts.set(place, table.caption?.textContent?.trim() || 'Table');
  }
  for (const code of box.querySelectorAll('pre')) parts.set(code, 'Code');
  for (const formula of box.querySelectorAll('.formula.apart')) parts.set(formula, 'Formula');
  const watch = new ResizeObserver((changes) => {
    for (const { target } of changes) if (target instanceof HTMLElement) reach(target, parts.get(target) ?? '');
  });
  for (const part of parts.keys()) watch.observe(part);
  return () => watch.disconnect();
}

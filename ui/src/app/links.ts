import type { Attachment } from 'svelte/attachments';

/** Moves the focus to the next or previous of a page's links, as among stories; to the first one in sight when none has it. */
export function stepLinks(by: 1 | -1, links: readonly HTMLElement[]): void {
  const at = links.findIndex((link) => link.contains(document.activeElement));
  const inSight = links.findIndex((link) => link.getBoundingClientRect().top >= 0);
  const target = at >= 0 ? links[at + by] : links[Math.max(0, inSight)];
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: 'nearest' });
}

/** Brings the link of the page that is open into sight in a row of links that may be longer than the window is wide. */
export function showsCurrent(page: () => unknown): Attachment<HTMLElement> {
  return (row) => {
    void page();
    const link = row.querySelector<HTMLElement>('[aria-current]');
    row.scrollLeft = link === null ? 0 : link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
  };
}

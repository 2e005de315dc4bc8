/** Moves the focus to the next or previous of a page's links, as among stories; to the first one in sight when none has it. */
export function stepLinks(by: 1 | -1, links: readonly HTMLElement[]): void {
  const at = links.findIndex((link) => link.contains(document.activeElement));
  const inSight = links.findIndex((link) => link.getBoundingClientRect().top >= 0);
  const target = at >= 0 ? links[at + by] : links[Math.max(0, inSight)];
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: 'nearest' });
}

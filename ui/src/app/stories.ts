import type { ArticleId } from '../api/types';

// The stories on the page, in reading order, as the reader sees them. Views only mark them with `data-article-id`.

/** A headline, and the language that it is written in. */
export interface Headline {
  headline: string;
  language: string | null;
}

const STORY = '[data-article-id]';

export function storiesOn(page: ParentNode): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>(STORY)];
}

/**
 * Where a story stands on the page. In a long list that is where its row does: rows out of sight are not laid out, and to ask one
 * after the other for what is in it would lay out all of them, each time anew.
 */
export function boxOf(story: HTMLElement): DOMRect {
  return (story.closest('[data-row]') ?? story).getBoundingClientRect();
}

function idOf(story: HTMLElement): ArticleId {
  return Number(story.dataset['articleId']);
}

/** The story that has the focus, or holds what has it. */
export function focusedStory(): ArticleId | null {
  const story = document.activeElement?.closest<HTMLElement>(STORY) ?? null;
  return story === null ? null : idOf(story);
}

/** Where the link leads that has the focus in a story, if it is another one than the headline. */
export function focusedLink(): string | null {
  const link = document.activeElement;
  return link instanceof HTMLAnchorElement && link.tabIndex >= 0 && link.closest(STORY) !== null && !link.matches('[data-headline]') ? link.getAttribute('href') : null;
}

/** The address of the original of the story that has the focus. */
export function focusedOriginal(): string | null {
  return document.activeElement?.closest<HTMLElement>(STORY)?.dataset['original'] ?? null;
}

/** Presses a button of the story that has the focus; tells whether there was one. */
export function pressInStory(testid: string): boolean {
  const story = document.activeElement?.closest<HTMLElement>(STORY) ?? null;
  story?.querySelector<HTMLElement>(`[data-testid="${testid}"]`)?.click();
  return story !== null;
}

export function wasRead(article: ArticleId, page: ParentNode = document): boolean {
  return page.querySelector(`[data-article-id="${article}"][data-read="true"]`) !== null;
}

/** The distinct articles on the page, in order. */
export function trailOf(page: ParentNode = document): ArticleId[] {
  return [...new Set(storiesOn(page).map(idOf))];
}

/** The headlines of the stories on the page, and what they are written in. */
export function headlinesOn(page: ParentNode = document): Map<ArticleId, Headline> {
  const links = [...page.querySelectorAll<HTMLElement>(`${STORY} a[data-headline]`)];
  return new Map(
    links.map((link) => {
      const language = link.parentElement?.getAttribute('lang') ?? null;
      return [idOf(link.closest<HTMLElement>(STORY) ?? link), { headline: link.dataset['headline'] ?? '', language }];
    }),
  );
}

/** Moves the focus to the next or previous story; to the first one in sight when none has it. */
export function stepFocus(by: 1 | -1, page: ParentNode = document): void {
  const stories = storiesOn(page);
  const at = stories.findIndex((story) => story.contains(document.activeElement));
  const inSight = () => stories.findIndex((story) => boxOf(story).top >= 0);
  const target = at >= 0 ? stories[at + by] : stories[Math.max(0, inSight())];
  if (target !== undefined) focusStory(target);
}

function focusStory(story: HTMLElement): void {
  const link = story.querySelector<HTMLElement>('a[data-headline]') ?? story.querySelector<HTMLElement>('a');
  link?.focus({ preventScroll: true });
  story.scrollIntoView?.({ block: 'nearest' });
}

/** Gives the focus back to a story when returning to a page: to its link to an address, where one is given, or its headline. */
export function refocus(article: ArticleId, page: ParentNode = document, address: string | null = null): boolean {
  const links = [...page.querySelectorAll<HTMLElement>(`[data-article-id="${article}"] a`)];
  const link = (address === null ? undefined : links.find((one) => one.getAttribute('href') === address)) ?? links.find((one) => one.matches('[data-headline]'));
  link?.focus({ preventScroll: true });
  const story = link?.closest(STORY);
  const { top, bottom } = story?.getBoundingClientRect() ?? { top: 0, bottom: 1 };
  // What is partly in sight stays where it is.
  if (bottom <= 0 || top >= window.innerHeight) story?.scrollIntoView?.({ block: 'nearest' });
  return link !== undefined;
}

/**
 * Runs a change of the page and then puts the first story in sight back to where it stood, and the focus with it.
 * WebKit does not anchor scrolling by itself.
 */
export async function keepPlace(change: () => Promise<void>): Promise<void> {
  const focused = focusedStory();
  const scrolled = window.scrollY > 0;
  const anchor = scrolled ? storiesOn(document).find((story) => boxOf(story).bottom > 0) : undefined;
  const top = anchor?.getBoundingClientRect().top ?? 0;
  await change();
  if (anchor?.isConnected === true) {
    const moved = anchor.getBoundingClientRect().top - top;
    if (moved !== 0) window.scrollBy({ top: moved, behavior: 'instant' });
  }
  if (focused !== null && focusedStory() !== focused && document.activeElement === document.body) refocus(focused);
}

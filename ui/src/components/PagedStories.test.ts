import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { held, openPaper } from '../test/paper';
import { inventRows } from '../test/rows';

/** The end of the list is near, or it is not: a watcher says so of what it comes to watch. */
let isNear = false;
const watchers = new Set<() => void>();
class Watcher {
  readonly #tell: (target: Element) => void;
  readonly #told: (() => void)[] = [];
  constructor(tell: IntersectionObserverCallback) {
    this.#tell = (target) => tell([{ target, isIntersecting: isNear } as IntersectionObserverEntry], this as unknown as IntersectionObserver);
  }
  observe(target: Element): void {
    const tell = () => this.#tell(target);
    this.#told.push(tell);
    watchers.add(tell);
    setTimeout(tell);
  }
  unobserve(): void {}
  disconnect(): void {
    for (const tell of this.#told) watchers.delete(tell);
  }
}

afterEach(() => {
  isNear = false;
  watchers.clear();
  vi.unstubAllGlobals();
});

const BUSY = { code: 'busy', message: 'The library is busy.', hint: null, retryable: true };

describe('a row of a long list that is far from the window', () => {
  async function list() {
    const { measure, place } = inventRows();
    const opened = openPaper('#/publication/1', { before: ({ library }) => void (library.cards = library.cards.map((card) => ({ ...card, publication: { ...card.publication, id: 1 } }))) });
    await screen.findAllByTestId('story');
    const rows = () => [...document.querySelectorAll<HTMLElement>('[data-row]')];
    return { ...opened, rows, measure, place };
  }
  const isWhole = (row: Element | undefined) => row?.querySelector('[data-testid=star]') !== null;

  it('has its headline and its height alone, and is whole again as it comes near, with the focus', async () => {
    const { rows, measure, place } = await list();
    const [first, second] = rows() as [HTMLElement, HTMLElement];
    measure(first, 171);
    place(first, false);
    await waitFor(() => expect(isWhole(first)).toBe(false));
    expect(first.style.minBlockSize).toBe('171px');
    expect(isWhole(second)).toBe(true);
    const link = () => first.querySelector<HTMLElement>('a[data-headline]');
    expect(link()?.textContent).not.toBe('');
    link()?.focus();
    place(first, true);
    await waitFor(() => expect(isWhole(first)).toBe(true));
    await waitFor(() => expect(document.activeElement).toBe(link()));
    expect(first.style.minBlockSize).toBe('');
  });

  it('stays whole while it has the focus, and where nobody knows how high it is', async () => {
    const { rows, measure, place } = await list();
    const [first, second, third] = rows() as [HTMLElement, HTMLElement, HTMLElement];
    measure(first, 171);
    measure(third, 171);
    first.querySelector<HTMLElement>('a[data-headline]')?.focus();
    for (const row of [first, second, third]) place(row, false);
    await waitFor(() => expect(isWhole(third)).toBe(false));
    expect([first, second].map(isWhole)).toEqual([true, true]);
  });

  it('is so for whoever comes back, and those near the window are whole at once', async () => {
    const { paper, rows, measure, place } = await list();
    for (const row of rows()) measure(row, 171);
    for (const [at, row] of rows().entries()) place(row, at >= 5);
    await waitFor(() => expect(rows().filter(isWhole)).toHaveLength(7));
    const stories = () => [...document.querySelectorAll<HTMLElement>('[data-article-id]')].map((story) => story.dataset['articleId']);
    const all = stories();
    await fireEvent.click(rows()[6]?.querySelector('a[data-headline]') as HTMLElement);
    await screen.findByTestId('article');
    expect(paper.router.current.trail.map(String)).toEqual(all);
    paper.router.back();
    await waitFor(() => expect(rows()).toHaveLength(12));
    expect(rows().map(isWhole)).toEqual(rows().map((_, at) => at >= 5));
  });
});

describe('a long list', () => {
  it('goes on when it was read anew just as the reader came to its end', async () => {
    vi.stubGlobal('IntersectionObserver', Watcher);
    const { paper, transport } = openPaper('#/publication/1', { before: ({ library }) => void (library.cards = library.cards.map((card) => ({ ...card, publication: { ...card.publication, id: 1 } }))) });
    expect(await screen.findAllByTestId('story')).toHaveLength(12);
    const reading = held(transport, 'publication_page');
    paper.library.changes += 1;
    await waitFor(() => expect(reading.asked()).toBe(2));
    isNear = true;
    for (const tell of watchers) tell();
    await new Promise((resolve) => setTimeout(resolve, 20));
    reading.answer();
    await waitFor(() => expect(reading.asked()).toBe(3));
    await new Promise((resolve) => setTimeout(resolve, 20));
    reading.answer();
    await waitFor(() => expect(screen.getAllByTestId('story').length).toBeGreaterThan(12));
  });

  it('asks once for what could not be read, and says why', async () => {
    vi.stubGlobal('IntersectionObserver', Watcher);
    const { transport } = openPaper('#/publication/1', { before: ({ library }) => void (library.cards = library.cards.map((card) => ({ ...card, publication: { ...card.publication, id: 1 } }))) });
    await screen.findAllByTestId('story');
    transport.commands['publication_page'] = () => {
      throw BUSY;
    };
    isNear = true;
    for (const tell of watchers) tell();
    expect((await screen.findByRole('alert')).textContent).toContain('The library is busy.');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(transport.asked.filter(({ command }) => command === 'publication_page')).toHaveLength(2);
    expect(screen.getAllByRole('alert')).toHaveLength(1);
  });

  it('says why it could not be read anew, also where all of it is here', async () => {
    const { paper, transport } = openPaper('#/section/business');
    await screen.findAllByTestId('story');
    const works = transport.commands['section_page'];
    transport.commands['section_page'] = () => {
      throw BUSY;
    };
    paper.library.changes += 1;
    expect((await screen.findByRole('alert')).textContent).toContain('The library is busy.');
    if (works !== undefined) transport.commands['section_page'] = works;
    paper.library.changes += 1;
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });
});

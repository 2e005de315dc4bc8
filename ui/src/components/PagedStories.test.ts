import { screen, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { held, openPaper } from '../test/paper';

/** The end of the list is near, or it is not: a watcher says so of what it comes to watch. */
let isNear = false;
const watchers = new Set<() => void>();
class Watcher {
  readonly #tell: () => void;
  constructor(tell: IntersectionObserverCallback) {
    this.#tell = () => tell([{ isIntersecting: isNear } as IntersectionObserverEntry], this as unknown as IntersectionObserver);
  }
  observe(): void {
    watchers.add(this.#tell);
    setTimeout(this.#tell);
  }
  unobserve(): void {}
  disconnect(): void {
    watchers.delete(this.#tell);
  }
}

afterEach(() => {
  isNear = false;
  watchers.clear();
  vi.unstubAllGlobals();
});

const BUSY = { code: 'busy', message: 'The library is busy.', hint: null, retryable: true };

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

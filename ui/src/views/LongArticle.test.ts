import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { InventedLibrary } from '../api/mock/library';
import { openPaper, press } from '../test/paper';

const HIGH = 400;

/** A text of ten chapters of one part each, below a picture; every block is as high as `HIGH`. */
const CHAPTERS = Array.from({ length: 10 }, (_, at) => `<h2>Chapter ${at + 1}</h2><p>${'word '.repeat(50)}</p><h3>Part of ${at + 1}</h3><p>${'word '.repeat(50)}</p>`).join('');
const TEXT = `<table><thead><tr><th><h2>No chapter</h2></th></tr></thead></table>${CHAPTERS}`;

function long(library: InventedLibrary, minutes = 40, html = TEXT): void {
  library.change(1, { readingMinutes: minutes });
  library.html.set(1, html);
}

const tree = () => screen.getByTestId('article-body').querySelector('[data-testid=safe-html]')?.shadowRoot as ShadowRoot;

/** Scrolls the text so far above the window's top. */
async function scrollTo(above: number): Promise<void> {
  for (const [at, block] of [...tree().querySelectorAll(':is(h2, h3, p):not(table *)')].entries()) {
    block.getBoundingClientRect = () => new DOMRect(0, at * HIGH - above, 600, HIGH);
  }
  await fireEvent.scroll(window);
}

describe('a long article', () => {
  it('says under which heading the reader is and how much is left, between its beginning and its end alone', async () => {
    openPaper('#/article/1', { before: ({ library }) => long(library) });
    await screen.findByTestId('article-contents');
    expect(screen.queryByTestId('reading-line')).toBeNull();
    // Half of the text is above the foot of the window: twenty blocks.
    await scrollTo(20 * HIGH - window.innerHeight);
    const line = await screen.findByTestId('reading-line');
    await waitFor(() => expect(screen.getByTestId('reading-left').textContent).toBe('21 min left'));
    expect(line.querySelector('bdi')?.textContent).toBe('Part of 5');
    expect(line.querySelector('progress')?.value).toBeCloseTo(0.5, 1);
    await scrollTo(40 * HIGH - window.innerHeight);
    await waitFor(() => expect(screen.queryByTestId('reading-line')).toBeNull());
  });

  it('has contents by a key, open where the reader is, that lead to a heading and back', async () => {
    openPaper('#/article/1', { before: ({ library }) => long(library) });
    await screen.findByTestId('article-contents');
    await scrollTo(20 * HIGH - window.innerHeight);
    await screen.findByTestId('reading-line');
    press('t');
    const chapters = await screen.findAllByTestId('chapter');
    expect(chapters.map(({ textContent }) => textContent).slice(0, 3)).toEqual(['Chapter 1', 'Part of 1', 'Chapter 2']);
    expect(chapters.length).toBe(20);
    const here = chapters.find((chapter) => chapter.getAttribute('aria-current') === 'location');
    expect([here?.textContent, here?.hasAttribute('autofocus')]).toEqual(['Part of 5', true]);
    here?.focus();
    press('ArrowDown');
    expect(document.activeElement?.textContent).toBe('Chapter 6');
    press('End');
    expect(document.activeElement?.textContent).toBe('Part of 10');
    await fireEvent.click(document.activeElement as Element);
    await waitFor(() => expect(tree().activeElement?.textContent).toBe('Part of 10'));
    expect(screen.queryByTestId('contents')).toBeNull();
    const scroll = vi.spyOn(window, 'scrollTo').mockImplementation(() => {});
    await fireEvent.click(await screen.findByText('Go back'));
    expect(scroll).toHaveBeenLastCalledWith({ top: 0, behavior: 'instant' });
    scroll.mockRestore();
    // The keys go on from what was being read.
    await waitFor(() => expect(tree().activeElement?.textContent).toBe('Part of 5'));
  });

  it('is one of some minutes with several headings; of others the key says so', async () => {
    const { paper } = openPaper('#/article/1', { before: ({ library }) => long(library, 3) });
    await screen.findByTestId('article');
    press('t');
    await screen.findByText('This article is too short to have contents.');
    expect(screen.queryByTestId('article-contents')).toBeNull();
    paper.go({ view: 'section', section: 'politics' });
    await screen.findByTestId('section-page');
    press('t');
    await screen.findByText('Open a long article to see its contents.');
  });

  it('without headings has no contents, and says how much is left all the same', async () => {
    openPaper('#/article/1', { before: ({ library }) => long(library, 40, `<p>${'word '.repeat(50)}</p>`.repeat(40)) });
    await screen.findByTestId('article');
    await scrollTo(20 * HIGH - window.innerHeight);
    await waitFor(() => expect(screen.getByTestId('reading-line').textContent.trim()).toBe('20 min left'));
    press('t');
    await screen.findByText('This article has no headings to go to.');
    expect(screen.queryByTestId('contents')).toBeNull();
  });
});

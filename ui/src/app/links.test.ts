import { waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { openPaper } from '../test/paper';

/** What a narrow window has and jsdom does not: a row of 400 pixels, in which a section's link stands at 1,000 and is 100 wide. */
function isNarrow(): void {
  const own = (name: string, of: (element: HTMLElement) => number) =>
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get(this: HTMLElement) { return of(this); } });
  own('offsetLeft', (element) => (element.matches('[href^="#/section/"]') ? 1_000 : 0));
  own('offsetWidth', () => 100);
  own('clientWidth', () => 400);
}

describe('a row of links', () => {
  afterEach(() => {
    for (const name of ['offsetLeft', 'offsetWidth', 'clientWidth']) Reflect.deleteProperty(HTMLElement.prototype, name);
  });

  it('has the section that is open in its middle, and begins at its beginning elsewhere', async () => {
    isNarrow();
    const { paper } = openPaper('#/section/sport');
    const row = () => document.querySelector('nav[aria-label="Sections"] ul')?.scrollLeft;
    await waitFor(() => expect(row()).toBe(850));
    // Where the reader has moved it, it stays.
    const list = document.querySelector('nav[aria-label="Sections"] ul') as HTMLElement;
    list.scrollLeft = 300;
    await paper.library.readStatus();
    await tick();
    expect(row()).toBe(300);
    paper.go({ view: 'lists' });
    await waitFor(() => expect(row()).toBe(0));
  });
});

import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openPaper } from '../test/paper';

/** Whether a press of the other button brings up the engine's menu. */
function hasMenu(target: Element, at = { clientX: 300, clientY: 300 }): boolean {
  const event = new MouseEvent('contextmenu', { bubbles: true, composed: true, cancelable: true, button: 2, ...at });
  target.dispatchEvent(event);
  return !event.defaultPrevented;
}

async function article() {
  const { transport } = openPaper('#/article/1', {
    before: ({ commands, library }) => {
      const html = '<p>See <a href="https://example.org/more">more</a>, <a href="mailto:a@example.org">a letter</a>.</p><p>Late<sup><a href="https://example.org/articles/1#note">1</a></sup></p><ol><li>A note <a href="https://example.org/articles/1#back">↩</a></li></ol><img src="library://x" alt="Gulls">';
      commands['open_article'] = () => ({ ...library.view(1), html });
    },
  });
  await screen.findByTestId('article');
  const tree = screen.getByTestId('article-body').querySelector('[data-testid=safe-html]')?.shadowRoot as ShadowRoot;
  return { transport, tree, inText: (selector: string) => tree.querySelector(selector) as Element };
}

describe('the menu of the engine', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    Reflect.deleteProperty(Range.prototype, 'getClientRects');
    Reflect.deleteProperty(Selection.prototype, 'getComposedRanges');
    document.getSelection()?.removeAllRanges();
  });

  it('does not come up on stories, controls and the page, but where text is typed', async () => {
    openPaper('#/section/business');
    const [story] = await screen.findAllByTestId('story');
    expect(hasMenu(story?.querySelector('a[data-headline]') as Element)).toBe(false);
    expect(hasMenu(story?.querySelector('img') as Element)).toBe(false);
    expect(hasMenu(screen.getByTestId('nav-lists'))).toBe(false);
    expect(hasMenu(document.body)).toBe(false);
    expect(hasMenu(document.querySelector('input[type=checkbox]') as Element)).toBe(false);
    expect(hasMenu(screen.getByTestId('search-input'))).toBe(true);
  });

  it('comes up on what leads from an article to the web, and on its pictures', async () => {
    const { inText } = await article();
    expect(hasMenu(inText('a'))).toBe(true);
    expect(hasMenu(inText('a[href^=mailto]'))).toBe(false);
    expect(hasMenu(inText('sup a'))).toBe(false);
    expect(hasMenu(inText('p'))).toBe(false);
    expect(hasMenu(inText('img'))).toBe(true);
    expect(hasMenu(screen.getByTestId('article-lead').querySelector('img') as Element)).toBe(true);
    expect(hasMenu(screen.getByTestId('article-headline'))).toBe(false);
    await fireEvent.click(screen.getByTestId('open-picture'));
    expect(hasMenu(await screen.findByTestId('original-picture'))).toBe(true);
  });

  it('comes up on words that are selected, also within the text of an article, and not beside them', async () => {
    const { inText } = await article();
    Object.assign(Range.prototype, { getClientRects: () => [new DOMRect(100, 100, 50, 20)] });
    const [on, beside] = [{ clientX: 120, clientY: 110 }, { clientX: 120, clientY: 130 }];
    const headline = screen.getByTestId('article-headline');
    document.getSelection()?.selectAllChildren(headline);
    expect([hasMenu(headline, on), hasMenu(headline, beside)]).toEqual([true, false]);
    document.getSelection()?.removeAllRanges();
    expect(hasMenu(headline, on)).toBe(false);
    const range = document.createRange();
    range.selectNodeContents(inText('p'));
    Object.assign(Selection.prototype, { getComposedRanges: () => [range] });
    expect([hasMenu(inText('p'), on), hasMenu(inText('p'), beside)]).toEqual([true, false]);
  });
});

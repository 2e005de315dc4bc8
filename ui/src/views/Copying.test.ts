import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openPaper, press } from '../test/paper';
import { inventSelection } from '../test/selection';

describe('what is copied', () => {
  const written = vi.fn<(words: string) => Promise<void>>();
  beforeEach(() => {
    written.mockReset().mockResolvedValue();
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: written }, configurable: true });
  });

  async function article() {
    const opened = openPaper('#/article/1');
    await screen.findByTestId('article');
    const tree = () => screen.getByTestId('article-body').querySelector('[data-testid=safe-html]')?.shadowRoot as ShadowRoot;
    return { ...opened, tree, card: opened.transport.library.find(1) };
  }

  it('is the link of an article, by its button and by its key', async () => {
    const { card } = await article();
    await fireEvent.click(screen.getByTestId('copy-link'));
    expect((await screen.findByTestId('message')).textContent).toContain('The link is copied.');
    press('c');
    await waitFor(() => expect(written.mock.calls).toEqual([[card.url], [card.url]]));
  });

  it('is the link of the story that has the focus', async () => {
    const { transport } = openPaper('#/');
    await waitFor(() => expect(document.querySelector('[data-testid=front-page] [data-article-id]')).not.toBeNull());
    press('c');
    expect((await screen.findByTestId('message')).textContent).toContain('Choose a story first');
    press('j');
    press('c');
    const story = document.activeElement?.closest<HTMLElement>('[data-article-id]');
    await waitFor(() => expect(written.mock.calls).toEqual([[transport.library.find(Number(story?.dataset['articleId'])).url]]));
  });

  it('is a quotation with its source where words are chosen, which stay chosen', async () => {
    const selection = inventSelection();
    const { tree, card } = await article();
    press('h');
    const chosen = screen.getByTestId('chosen');
    await waitFor(() => expect(chosen.textContent).not.toBe(''));
    const quote = chosen.textContent;
    expect(tree().textContent).toContain(quote);
    press('c');
    const wanted = `“${quote}”\n\n${card.headline}, ${card.publication.name}\n${card.url}`;
    await waitFor(() => expect(written.mock.calls).toEqual([[wanted]]));
    await fireEvent.click(screen.getByTestId('copy-quotation'));
    await waitFor(() => expect(written).toHaveBeenCalledTimes(2));
    expect(chosen.textContent).toBe(quote);
    selection.forget();
  });

  it('is a passage of another day with its note, by its button and by its key', async () => {
    const { transport } = openPaper('#/highlights', { before: ({ library }) => void library.highlight(1, 'The bridge stays closed', 'Ask Ines.') });
    await screen.findByTestId('highlighted');
    const { headline, publication, url } = transport.library.find(1);
    const wanted = `“The bridge stays closed”\n\nAsk Ines.\n\n${headline}, ${publication.name}\n${url}`;
    press('c');
    expect((await screen.findByTestId('message')).textContent).toContain('Choose a passage first');
    await fireEvent.click(screen.getByTestId('copy-quotation'));
    press('j');
    press('c');
    await waitFor(() => expect(written.mock.calls).toEqual([[wanted], [wanted]]));
  });

  it('is told of where it could not be copied', async () => {
    written.mockRejectedValue(new Error('denied'));
    await article();
    await fireEvent.click(screen.getByTestId('copy-link'));
    expect((await screen.findByTestId('message')).textContent).toContain('could not be copied');
  });
});

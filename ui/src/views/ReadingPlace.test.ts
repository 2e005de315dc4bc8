import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { openPaper } from '../test/paper';

describe('the place in an article', () => {
  it('goes on where it was left, from where the beginning is at hand, and says so nowhere else', async () => {
    const { paper } = openPaper('#/article/1', { before: ({ library }) => library.places.set(1, 40) });
    await screen.findByText('This is where you left off.');
    const scroll = vi.spyOn(window, 'scrollTo');
    await fireEvent.click(screen.getByText('From the beginning'));
    expect(scroll).toHaveBeenCalledWith({ top: 0, behavior: 'instant' });
    scroll.mockRestore();
    paper.go({ view: 'article', article: 2 });
    await screen.findByTestId('article');
    expect(screen.queryByText('This is where you left off.')).toBeNull();
  });

  it('keeps where it is left', async () => {
    const { paper, transport } = openPaper('#/article/1');
    await screen.findByTestId('article');
    const tree = screen.getByTestId('article-body').querySelector('[data-testid=safe-html]')?.shadowRoot;
    for (const [at, block] of [...(tree?.querySelectorAll('p') ?? [])].entries()) {
      block.getBoundingClientRect = () => new DOMRect(0, at * 900 - 1000, 600, 900);
    }
    await fireEvent.scroll(window);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(transport.library.places.get(1)).toBeUndefined();
    paper.go({ view: 'saved' });
    await waitFor(() => expect(transport.library.places.get(1)).toBeGreaterThan(0));
    // Whoever comes back and reads to the end has no place in it any more.
    paper.router.back();
    await screen.findByTestId('article');
    await fireEvent.scroll(window);
    await new Promise((resolve) => setTimeout(resolve, 200));
    paper.go({ view: 'starred' });
    await waitFor(() => expect(transport.library.places.get(1)).toBeNull());
  });
});

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { openPaper, press } from '../test/paper';

describe('an article, in which words are looked for', () => {
  it('finds words in the text, goes through the places, and selects the last one', async () => {
    Range.prototype.getBoundingClientRect = () => new DOMRect(0, 300, 10, 10);
    const select = vi.spyOn(Selection.prototype, 'setBaseAndExtent').mockImplementation(() => {});
    openPaper('#/article/1');
    await screen.findByTestId('article');
    expect(press('f', document.body, { ctrlKey: true }).defaultPrevented).toBe(true);
    const field = await screen.findByTestId('find-input');
    const count = screen.getByTestId('find-count');
    await fireEvent.input(field, { target: { value: 'the' } });
    await waitFor(() => expect(count.textContent).toMatch(/^1 of \d+$/u));
    const all = Number(count.textContent?.split(' ').at(-1));
    expect(all).toBeGreaterThan(1);
    press('Enter', field);
    await waitFor(() => expect(count.textContent).toBe(`2 of ${all}`));
    press('Enter', field, { shiftKey: true });
    press('Enter', field, { shiftKey: true });
    await waitFor(() => expect(count.textContent).toBe(`${all} of ${all}`));
    await fireEvent.input(field, { target: { value: 'no such words' } });
    await waitFor(() => expect(count.textContent).toBe('Not here'));
    await fireEvent.input(field, { target: { value: 'the' } });
    press('Escape', field);
    await waitFor(() => expect(screen.queryByTestId('find-input')).toBeNull());
    await waitFor(() => expect(String(select.mock.calls[0]?.[0].textContent)).toMatch(/the/iu));
    expect(screen.getByTestId('article')).not.toBeNull();
    select.mockRestore();
    Reflect.deleteProperty(Range.prototype, 'getBoundingClientRect');
  });

  it('finds words in the headline, the standfirst and the caption of the lead picture, and gives the focus back where it was', async () => {
    Range.prototype.getBoundingClientRect = () => new DOMRect(0, 300, 10, 10);
    openPaper('#/article/1');
    await screen.findByTestId('article');
    const star = screen.getByTestId('article').querySelector<HTMLElement>('.tools [data-testid=star]') as HTMLElement;
    for (const leave of ['Close (Esc)', 'The next place (Enter)']) {
      star.focus();
      press('f', document.body, { ctrlKey: true });
      const field = await screen.findByTestId('find-input');
      for (const part of ['article-headline', 'article-standfirst', 'article-caption']) {
        const words = screen.getByTestId(part).textContent?.split(' ').slice(0, 4).join(' ') ?? '';
        await fireEvent.input(field, { target: { value: words } });
        await waitFor(() => expect(screen.getByTestId('find-count').textContent, part).toMatch(/^1 of/u));
      }
      await fireEvent.input(field, { target: { value: 'filed there under' } });
      await waitFor(() => expect(screen.getByTestId('find-count').textContent).toBe('Not here'));
      // Anywhere in the bar.
      press('Escape', screen.getByLabelText(leave));
      await waitFor(() => expect(screen.queryByTestId('find-input')).toBeNull());
      await waitFor(() => expect(document.activeElement).toBe(star));
      expect(screen.getByTestId('article')).not.toBeNull();
    }
    Reflect.deleteProperty(Range.prototype, 'getBoundingClientRect');
  });

  it('stays at what was found when the bar is closed, and does not go back to a picture that had the focus', async () => {
    Range.prototype.getBoundingClientRect = () => new DOMRect(0, 300, 10, 10);
    const select = vi.spyOn(Selection.prototype, 'setBaseAndExtent').mockImplementation(() => {});
    const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView');
    openPaper('#/article/1');
    await screen.findByTestId('article');
    const picture = screen.getByTestId('article-body').querySelector('[data-testid=safe-html]')?.shadowRoot?.querySelector('img') as HTMLElement;
    picture.getBoundingClientRect = () => new DOMRect(0, 100, 10, 10);
    picture.focus();
    press('f', document.body, { ctrlKey: true });
    const field = await screen.findByTestId('find-input');
    await fireEvent.input(field, { target: { value: 'framed' } });
    await waitFor(() => expect(screen.getByTestId('find-count').textContent).toBe('1 of 1'));
    press('Escape', field);
    await waitFor(() => expect(select).toHaveBeenCalled());
    expect(scrolled).not.toHaveBeenCalled();
    expect(document.activeElement?.id).toBe('main');
    for (const spy of [select, scrolled]) spy.mockRestore();
    Reflect.deleteProperty(Range.prototype, 'getBoundingClientRect');
  });
});

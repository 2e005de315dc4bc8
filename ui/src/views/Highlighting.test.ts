import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { openPaper, press } from '../test/paper';
import { inventSelection } from '../test/selection';

describe('an article, in which words are highlighted', () => {
  it('lists what is highlighted, with a note that can be written anew, and lets go of it', async () => {
    openPaper('#/article/1', { before: ({ library }) => void library.highlight(1, 'The bridge stays closed', 'Ask Ines.') });
    const row = await screen.findByTestId('highlight-row');
    expect(row.textContent).toContain('Ask Ines.');
    await fireEvent.click(row);
    await fireEvent.input(screen.getByTestId('highlight-words'), { target: { value: ' Ask Okafor. ' } });
    await fireEvent.click(screen.getByTestId('highlight-save'));
    await waitFor(() => expect(screen.getByTestId('highlight-row').textContent).toContain('Ask Okafor.'));
    expect(screen.queryByTestId('highlight-words')).toBeNull();
    await fireEvent.click(screen.getByTestId('highlight-row'));
    await fireEvent.click(screen.getByTestId('highlight-remove'));
    await waitFor(() => expect(screen.queryByTestId('highlights')).toBeNull());
  });

  it('keeps the note that was typed when its dialog is closed, and loses none', async () => {
    const { transport } = openPaper('#/article/1', { before: ({ library }) => void library.highlight(1, 'The bridge stays closed', 'Ask Ines.') });
    const close = async (typed: string) => {
      await fireEvent.click(await screen.findByTestId('highlight-row'));
      await fireEvent.input(screen.getByTestId('highlight-words'), { target: { value: typed } });
      (document.querySelector('dialog') as HTMLDialogElement).close();
      await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    };
    await close('Ask Okafor.');
    await waitFor(() => expect(screen.getByTestId('highlight-row').textContent).toContain('Ask Okafor.'));
    await close('');
    expect(transport.asked.filter(({ command }) => command === 'note_highlight')).toHaveLength(1);
  });

  it('has what was highlighted on a page of its own', async () => {
    openPaper('#/highlights', { before: ({ library }) => void library.highlight(1, 'The bridge stays closed', 'Ask Ines.') });
    const passage = await screen.findByTestId('highlighted');
    expect(passage.textContent).toContain('The bridge stays closed');
    expect(passage.getAttribute('href')).toBe('#/article/1/highlight/1001');
  });

  it('brings words that are chosen by keys clear of the messages at the foot of the window', async () => {
    const selection = inventSelection();
    const scrolled = vi.spyOn(window, 'scrollBy');
    const { paper } = openPaper('#/article/1');
    await screen.findByTestId('article');
    Range.prototype.getBoundingClientRect = () => new DOMRect(0, window.innerHeight - 100, 10, 20);
    press('h');
    await waitFor(() => expect(screen.getByTestId('chosen').textContent).not.toBe(''));
    expect(scrolled).not.toHaveBeenCalled();
    press('Escape');
    paper.messages.say('Starred. It is kept for good.');
    document.documentElement.style.setProperty('--message-room', '90px');
    press('h');
    await waitFor(() => expect(scrolled).toHaveBeenCalledWith({ top: 50, behavior: 'instant' }));
    scrolled.mockRestore();
    selection.forget();
  });

  it('lets words be chosen and highlighted by keys alone', async () => {
    const selection = inventSelection();
    const { transport } = openPaper('#/article/1');
    await screen.findByTestId('article');
    press('h');
    const chosen = screen.getByTestId('chosen');
    await waitFor(() => expect(chosen.textContent).not.toBe(''));
    const first = chosen.textContent;
    press('ArrowDown');
    await waitFor(() => expect(chosen.textContent).not.toBe(first));
    press('ArrowLeft', document.body, { shiftKey: true });
    press('Escape');
    await waitFor(() => expect(screen.queryByTestId('highlight')).toBeNull());
    expect(screen.getByTestId('article')).not.toBeNull();
    press('h');
    press('n');
    await fireEvent.input(await screen.findByTestId('highlight-words'), { target: { value: 'Ask Ines.' } });
    // The words are let go of, so that what is typed goes to the note.
    expect(selection.range()).toBeNull();
    selection.clear.mockClear();
    document.dispatchEvent(new Event('selectionchange'));
    expect(selection.clear).not.toHaveBeenCalled();
    await fireEvent.click(screen.getByTestId('highlight-save'));
    await waitFor(() => expect(transport.asked.find(({ command }) => command === 'highlight')?.given).toMatchObject({ quote: first, note: 'Ask Ines.' }));
    await waitFor(() => expect(chosen.textContent).toBe('It is highlighted.'));
    press('h');
    await waitFor(() => expect(chosen.textContent).toBe(first));
    press('Enter');
    await waitFor(() => expect(transport.asked.filter(({ command }) => command === 'highlight')).toHaveLength(2));
    selection.forget();
  });
});

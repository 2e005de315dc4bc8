import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openPaper, press } from '../test/paper';

/** An article with a highlight, whose note is open and has been written anew. */
async function writing(words: string) {
  const opened = openPaper('#/article/1', { before: ({ library }) => void library.highlight(1, 'The bridge stays closed', 'Ask Ines.') });
  await fireEvent.click(await screen.findByTestId('highlight-row'));
  const field = screen.getByTestId<HTMLTextAreaElement>('highlight-words');
  await fireEvent.input(field, { target: { value: words } });
  return { ...opened, field, kept: () => opened.transport.library.highlights.map(({ note }) => note) };
}

describe('a note at a highlight', () => {
  it('stays as it was written where the library cannot keep it, and can be left', async () => {
    const { transport, kept } = await writing('A long thought.');
    const works = transport.commands['note_highlight'];
    transport.commands['note_highlight'] = () => {
      throw { code: 'busy', message: 'The library is busy.', hint: null, retryable: true };
    };
    await fireEvent.click(screen.getByTestId('highlight-save'));
    expect((await screen.findByTestId('message')).textContent).toContain('The library is busy.');
    expect((await screen.findByTestId<HTMLTextAreaElement>('highlight-words')).value).toBe('A long thought.');
    await fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByTestId('highlight-words')).toBeNull());
    expect(transport.asked.filter(({ command }) => command === 'note_highlight')).toHaveLength(1);
    // The next one that is opened has its own words.
    await fireEvent.click(screen.getByTestId('highlight-row'));
    const field = await screen.findByTestId<HTMLTextAreaElement>('highlight-words');
    expect(field.value).toBe('Ask Ines.');
    if (works !== undefined) transport.commands['note_highlight'] = works;
    await fireEvent.input(field, { target: { value: 'Another thought.' } });
    await fireEvent.click(screen.getByTestId('highlight-save'));
    await waitFor(() => expect(kept()).toEqual(['Another thought.']));
  });

  it('is kept when a notification leads elsewhere while it is written', async () => {
    const { transport, paper, kept } = await writing('Half a thought');
    transport.lead('#/section/politics');
    await waitFor(() => expect(paper.router.current.route.view).toBe('section'));
    await waitFor(() => expect(kept()).toEqual(['Half a thought']));
    expect(transport.asked.filter(({ command }) => command === 'note_highlight')).toHaveLength(1);
  });

  it('is not taken away by the key for the settings', async () => {
    const { paper, field } = await writing('Half a thought');
    press(',', field, { ctrlKey: true });
    expect(paper.router.current.route.view).toBe('article');
    expect(screen.getByTestId('highlight-words')).toBe(field);
  });
});

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

describe('a highlight that is taken away', () => {
  const WORDS = 'The quiet has no name yet.';

  async function remove(shown: boolean) {
    const opened = openPaper('#/article/1', {
      before: ({ library, commands }) => {
        library.highlight(1, WORDS, 'Ask Ines.');
        commands['open_article'] = () => {
          const view = library.view(1);
          return { ...view, highlights: view.highlights.map((one) => ({ ...one, shown })) };
        };
      },
    });
    await fireEvent.click(await screen.findByTestId('highlight-row'));
    await fireEvent.click(screen.getByTestId('highlight-remove'));
    const asked = (command: string) => opened.transport.asked.filter((one) => one.command === command).map(({ given }) => given);
    return { ...opened, asked };
  }

  it('comes back with its note by Ctrl z, at the place where it stood', async () => {
    const { asked } = await remove(true);
    await waitFor(() => expect(screen.queryByTestId('highlights')).toBeNull());
    expect(await screen.findByText('Undo')).not.toBeNull();
    press('z', document.body, { ctrlKey: true });
    await waitFor(() => expect(screen.getByTestId('highlight-row').textContent).toContain('Ask Ines.'));
    const before = 'By Tuesday morning the road along the river was open again';
    expect(asked('highlight')).toEqual([{ id: 1, quote: WORDS, near: expect.any(Number) as number, note: 'Ask Ines.' }]);
    expect(asked('highlight')[0]?.['near']).toBeGreaterThan(before.replaceAll(' ', '').length);
    expect(screen.queryByText('Undo')).toBeNull();
  });

  it('is asked about first where its words are not in the text any more, since it cannot come back', async () => {
    const { asked } = await remove(false);
    await screen.findByText('Remove the highlight?');
    expect(asked('remove_highlight')).toHaveLength(0);
    await fireEvent.click(screen.getByText('Remove the highlight'));
    await waitFor(() => expect(screen.queryByTestId('highlights')).toBeNull());
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    expect(screen.queryByText('Undo')).toBeNull();
  });
});

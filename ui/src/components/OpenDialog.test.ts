import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { MockTransport } from '../api/mock/transport';
import { held, openPaper, press } from '../test/paper';

/** A command that answers only when it is told to. */
function late(transport: MockTransport, command: string): { isAsked: () => boolean; answer: () => void } {
  const works = transport.commands[command];
  let answer: (() => void) | null = null;
  transport.commands[command] = (given) => new Promise((resolve) => (answer = () => resolve(works?.(given))));
  return { isAsked: () => answer !== null, answer: () => answer?.() };
}

describe('a dialog that is closed before the library has answered', () => {
  it('tells of a story that was put on a list', async () => {
    const { transport, paper } = openPaper('#/section/business');
    await screen.findAllByTestId('story');
    const { isAsked, answer } = late(transport, 'add_to_list');
    press('j');
    press('l');
    const [list] = await screen.findAllByTestId('list-option');
    await fireEvent.click(list as HTMLElement);
    await waitFor(() => expect(isAsked()).toBe(true));
    await fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    answer();
    expect((await screen.findByTestId('message')).textContent).toContain('Added to “');
    expect(paper.listChanges).toBe(1);
  });

  it('offers to undo that a source was moved', async () => {
    const { transport, paper } = openPaper('#/sources');
    await screen.findAllByTestId('source-row');
    const { isAsked, answer } = late(transport, 'move_to_folder');
    const [source] = transport.library.sources;
    paper.overlay = { kind: 'move-source', sources: source === undefined ? [] : [source] };
    await fireEvent.input(await screen.findByTestId('new-folder-name'), { target: { value: 'Elsewhere' } });
    await fireEvent.click(screen.getByTestId('move-source-submit'));
    await waitFor(() => expect(isAsked()).toBe(true));
    await fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    answer();
    expect((await screen.findByTestId('message')).textContent).toContain(`“${source?.title}” lies in “Elsewhere”`);
    expect(screen.getByText('Undo')).toBeTruthy();
  });

  it('leaves the next one open, and the reader where they are', async () => {
    const { transport, paper } = openPaper('#/lists');
    await screen.findByTestId('lists');
    const { isAsked, answer } = late(transport, 'save_page');
    paper.overlay = { kind: 'add', part: 'page' };
    await fireEvent.input(await screen.findByTestId('address-input'), { target: { value: 'example.org/long-read' } });
    await fireEvent.click(screen.getByTestId('address-submit'));
    await waitFor(() => expect(isAsked()).toBe(true));
    await fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    press('a', document.body);
    const field = await screen.findByTestId<HTMLInputElement>('address-input');
    await fireEvent.input(field, { target: { value: 'example.com' } });
    answer();
    expect((await screen.findByTestId('message')).textContent).toContain('It is kept for good.');
    expect(screen.getByTestId('address-input')).toBe(field);
    expect(field.value).toBe('example.com');
    expect(paper.router.current.route).toEqual({ view: 'lists' });
  });

  it('tells of a source that was followed to be signed in to, and asks for nothing', async () => {
    const { transport, paper } = openPaper('#/lists');
    await screen.findByTestId('lists');
    transport.commands['discover'] = () => {
      throw { code: 'login_needed', message: 'It shows nothing without a login.', hint: null, retryable: false };
    };
    const { isAsked, answer } = late(transport, 'follow_unread');
    paper.overlay = { kind: 'add', part: 'source' };
    const field = await screen.findByTestId<HTMLInputElement>('address-input');
    await fireEvent.input(field, { target: { value: 'example.org' } });
    await fireEvent.submit(field.form as HTMLFormElement);
    await fireEvent.click(await screen.findByTestId('follow-and-sign-in'));
    await waitFor(() => expect(isAsked()).toBe(true));
    await fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    answer();
    expect((await screen.findByTestId('message')).textContent).toContain('You follow “');
    expect(paper.overlay).toBeNull();
  });
});

describe('the lists that a story can be put on', () => {
  it('leave the focus with whoever types already, and have it otherwise', async () => {
    for (const types of [true, false]) {
      const { transport, unmount } = openPaper('#/section/business');
      await screen.findAllByTestId('story');
      const lists = held(transport, 'lists');
      press('j');
      press('l');
      const field = await screen.findByTestId('new-list-name');
      if (types) field.focus();
      await waitFor(() => expect(lists.asked()).toBe(1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      lists.answer();
      const [first] = await screen.findAllByTestId('list-option');
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(document.activeElement).toBe(types ? field : first);
      unmount();
    }
  });
});

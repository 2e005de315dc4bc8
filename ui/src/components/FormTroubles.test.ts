import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openPaper } from '../test/paper';

const TAKEN = { code: 'invalid_input', message: 'The name is taken.', hint: 'Choose another name.', retryable: false };

const refuse = () => {
  throw TAKEN;
};

/** What describes a field, in the order in which it is read aloud. */
function described(field: HTMLElement): string {
  const ids = (field.getAttribute('aria-describedby') ?? '').split(' ');
  return ids.map((id) => document.getElementById(id)?.textContent?.trim() ?? '').join(' ');
}

/** It stands at the field, which keeps what was typed, and nowhere else. */
async function expectAt(field: HTMLInputElement, typed: string): Promise<void> {
  await waitFor(() => expect(described(field)).toContain('The name is taken. Choose another name.'));
  expect(field.value).toBe(typed);
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(document.querySelector(`#${field.getAttribute('aria-describedby')?.split(' ')[0] ?? ''}`)?.getAttribute('role')).toBe('alert');
  expect(screen.queryByTestId('message')).toBeNull();
}

describe('what goes wrong with a form stands at its field', () => {
  it('when a source is renamed, and goes when it goes well', async () => {
    const { transport } = openPaper('#/source/1');
    const works = transport.commands['rename_source'];
    transport.commands['rename_source'] = refuse;
    await fireEvent.click(await screen.findByTestId('rename-source'));
    const field = await screen.findByTestId<HTMLInputElement>('rename-source-name');
    await fireEvent.input(field, { target: { value: 'Mine' } });
    await fireEvent.submit(field.form as HTMLFormElement);
    await expectAt(field, 'Mine');
    expect(document.activeElement).toBe(field);
    if (works !== undefined) transport.commands['rename_source'] = works;
    await fireEvent.submit(field.form as HTMLFormElement);
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
  });

  it('when sources are put into a folder', async () => {
    const { transport } = openPaper('#/sources');
    transport.commands['move_to_folder'] = refuse;
    const [more] = await screen.findAllByTestId('source-more');
    await fireEvent.click(more as HTMLElement);
    await fireEvent.click(await screen.findByTestId('move-source'));
    const field = await screen.findByTestId<HTMLInputElement>('new-folder-name');
    await fireEvent.input(field, { target: { value: 'Elsewhere' } });
    await fireEvent.submit(field.form as HTMLFormElement);
    await expectAt(field, 'Elsewhere');
  });

  it('when a list is made, which needs a name', async () => {
    const { transport } = openPaper('#/lists');
    transport.commands['create_list'] = refuse;
    const field = await screen.findByTestId<HTMLInputElement>('create-list-name');
    await fireEvent.click(screen.getByTestId('create-list'));
    expect(screen.getByTestId('create-list-trouble').textContent).toContain('It needs a name.');
    await fireEvent.input(field, { target: { value: 'For the train' } });
    await fireEvent.submit(field.form as HTMLFormElement);
    await expectAt(field, 'For the train');
  });

  it('when one of several feeds cannot be followed', async () => {
    const { transport } = openPaper('#/sources');
    transport.commands['follow'] = ({ urls }) => ({ sources: [], problems: (urls as string[]).map((url) => ({ url, error: TAKEN })) });
    await screen.findAllByTestId('source-row');
    await fireEvent.click(screen.getByTestId('add-source'));
    await fireEvent.input(await screen.findByTestId('address-input'), { target: { value: 'lantern.example' } });
    await fireEvent.click(screen.getByTestId('address-submit'));
    await fireEvent.click(await screen.findByTestId('subscribe'));
    const [option] = screen.getAllByTestId<HTMLInputElement>('feed-option');
    await waitFor(() => expect(described(option as HTMLElement)).toContain('The name is taken. Choose another name.'));
    expect(screen.queryByTestId('message')).toBeNull();
  });

  it('when a setting cannot be set', async () => {
    const { transport } = openPaper('#/settings');
    transport.commands['set_refresh_pace'] = refuse;
    const field = await screen.findByTestId<HTMLSelectElement>('refresh-pace');
    await fireEvent.change(field, { target: { value: 'hourly' } });
    await waitFor(() => expect(described(field)).toContain('The name is taken.'));
    expect(screen.queryByTestId('message')).toBeNull();
  });

  it('but among the messages once the form is gone', async () => {
    const { transport } = openPaper('#/source/1');
    let answer = () => {};
    transport.commands['rename_source'] = () => new Promise((_, no) => (answer = () => no(TAKEN)));
    await fireEvent.click(await screen.findByTestId('rename-source'));
    const field = await screen.findByTestId<HTMLInputElement>('rename-source-name');
    await fireEvent.submit(field.form as HTMLFormElement);
    await waitFor(() => expect(transport.asked.some(({ command }) => command === 'rename_source')).toBe(true));
    document.querySelector('dialog')?.close();
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    await new Promise((done) => setTimeout(done, 10));
    answer();
    await waitFor(() => expect(screen.getByTestId('message').textContent).toContain('The name is taken.'));
  });
});

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openPaper, press } from '../test/paper';

/** Types a name into the open dialog and presses Enter there. */
async function rename(what: string, name: string): Promise<void> {
  const field = await screen.findByTestId<HTMLInputElement>(`${what}-name`);
  await waitFor(() => expect(document.activeElement).toBe(field));
  await fireEvent.input(field, { target: { value: name } });
  await fireEvent.submit(field.form as HTMLFormElement);
  await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
}

describe('a name of the reader’s own', () => {
  it('is given to a source, stands everywhere, and goes when it is emptied', async () => {
    openPaper('#/source/1');
    await fireEvent.click(await screen.findByTestId('rename-source'));
    expect(screen.getByTestId<HTMLInputElement>('rename-source-name').value).toBe('The Meridian Post');
    await rename('rename-source', 'My Post');
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('My Post'), { timeout: 3_000 });
    expect(screen.getByTestId('publisher-title').textContent).toBe('The Meridian Post');
    press('z', document.body, { ctrlKey: true });
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('The Meridian Post'), { timeout: 3_000 });
    await fireEvent.click(screen.getByTestId('rename-source'));
    await rename('rename-source', 'My Post');
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('My Post'), { timeout: 3_000 });
    await fireEvent.click(screen.getByTestId('rename-source'));
    await rename('rename-source', ' ');
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('The Meridian Post'), { timeout: 3_000 });
    expect(screen.queryByTestId('publisher-title')).toBeNull();
  });

  it('is given from the list of sources, and by it each source is known there', async () => {
    const { transport } = openPaper('#/sources');
    const [first] = await screen.findAllByTestId('source-more');
    await fireEvent.click(first as HTMLElement);
    await fireEvent.click(await screen.findByTestId('rename-source'));
    await rename('rename-source', 'The Ledger');
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'rename_source', given: { feed: 3, name: 'The Ledger' } }));
    await waitFor(() => expect(screen.getAllByTestId('source-row')[0]?.querySelector('h2')?.textContent).toBe('The Ledger'), { timeout: 3_000 });
  });

  it('is given to a publication, and its articles bear it', async () => {
    openPaper('#/publication/2');
    await fireEvent.click(await screen.findByTestId('rename-publication'));
    await rename('rename-publication', 'Hills');
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Hills'), { timeout: 3_000 });
    expect([...document.querySelectorAll('a.publication')].map((link) => link.textContent?.trim())).toContain('Hills');
    press('z', document.body, { ctrlKey: true });
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).not.toBe('Hills'), { timeout: 3_000 });
  });
});

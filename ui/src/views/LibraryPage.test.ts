import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openPaper } from '../test/paper';

describe('the rules of keeping', () => {
  it('show what would go before anything is set', async () => {
    const { transport } = openPaper('#/library');
    await screen.findByTestId('rules-days');
    await fireEvent.click(screen.getByTestId('rules-days'));
    await fireEvent.input(screen.getByTestId('rules-number'), { target: { value: '30' } });
    expect(screen.queryByTestId('set-rules')).toBeNull();
    await fireEvent.click(screen.getByTestId('preview-rules'));
    expect((await screen.findByTestId('what-goes')).textContent).toContain('2 articles would go');
    const asked = () => transport.asked.map(({ command }) => command);
    expect(asked()).not.toContain('set_keeping_rules');
    await fireEvent.click(screen.getByTestId('set-rules'));
    await waitFor(() => expect(transport.library.rules).toEqual([{ source: null, keepDays: 30, pictureBudget: null }]));
  });

  it('have to be looked at again when they are changed', async () => {
    openPaper('#/library');
    await fireEvent.click(await screen.findByTestId('rules-days'));
    await fireEvent.click(screen.getByTestId('preview-rules'));
    await screen.findByTestId('set-rules');
    await fireEvent.click(screen.getByTestId('rules-limited'));
    await waitFor(() => expect(screen.queryByTestId('set-rules')).toBeNull());
  });
});

describe('backups', () => {
  it('are planned, and say in words what failed', async () => {
    const { transport } = openPaper('#/library');
    await fireEvent.input(await screen.findByTestId('backup-folder'), { target: { value: '/mnt/backup' } });
    await fireEvent.click(screen.getByTestId('plan-backups'));
    await waitFor(() => expect(transport.library.backups.plan).toEqual({ folder: '/mnt/backup', everyHours: 24, keep: 7 }));
    await fireEvent.click(await screen.findByTestId('back-up-now'));
    await waitFor(() => expect(screen.getByTestId('backup-state').textContent).toContain('the folder is not there'));
  });
});

describe('the forms of the library', () => {
  it('have a name on every field', async () => {
    openPaper('#/library');
    await screen.findByTestId('rules-days');
    const fields = [...screen.getByTestId('library-page').querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')];
    expect(fields.length).toBeGreaterThan(6);
    const named = (field: HTMLInputElement | HTMLSelectElement) => (field.getAttribute('aria-label') ?? [...(field.labels ?? [])].map((label) => label.textContent).join('')).trim();
    expect(fields.filter((field) => named(field) === '')).toEqual([]);
  });

  it('limit the pictures as soon as a number is typed', async () => {
    openPaper('#/library');
    await screen.findByTestId('rules-days');
    await fireEvent.input(screen.getByLabelText('Megabytes'), { target: { value: '50' } });
    expect((screen.getByTestId('rules-limited') as HTMLInputElement).checked).toBe(true);
  });
});

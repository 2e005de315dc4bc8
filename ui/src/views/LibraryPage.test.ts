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

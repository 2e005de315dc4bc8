import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { openPaper, press } from '../test/paper';

it('marks all of a section as read at once, and takes it back', async () => {
  const { transport } = openPaper('#/section/business');
  const rows = await screen.findAllByTestId('story');
  const unread = () => rows.filter((row) => row.dataset['read'] === 'false').length;
  await screen.findByText('Mark all as read');
  const before = unread();
  expect(before).toBeGreaterThan(0);
  press('A');
  await waitFor(() => expect(transport.asked.map(({ command }) => command)).toContain('mark_section_read'));
  await waitFor(() => expect(screen.queryByText('Mark all as read')).toBeNull());
  expect(unread()).toBe(0);
  expect(screen.getByText(/marked as read\./)).toBeTruthy();
  await fireEvent.click(screen.getByText('Undo'));
  await screen.findByText('Mark all as read');
  expect(unread()).toBe(before);
});

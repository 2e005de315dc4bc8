import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openPaper, press } from '../test/paper';

describe('the panel of theme and letters', () => {
  it('closes by Escape and by its button also where a click gives a button no focus', async () => {
    openPaper('#/lists');
    await screen.findByTestId('lists');
    const opener = screen.getByTestId('appearance');
    const isOpen = () => opener.getAttribute('aria-expanded') === 'true';
    for (const close of [() => press('Escape'), () => fireEvent.click(opener)]) {
      // Where it would take the focus away from the panel, that closed before its button is pressed.
      expect(await fireEvent.mouseDown(opener)).toBe(false);
      await fireEvent.click(opener);
      expect(isOpen()).toBe(true);
      await close();
      await waitFor(() => expect(isOpen()).toBe(false));
      expect(document.activeElement).toBe(opener);
      opener.blur();
    }
    expect(location.hash).toBe('#/lists');
  });
});

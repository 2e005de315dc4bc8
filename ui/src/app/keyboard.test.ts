import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { press } from '../test/paper';
import { Keyboard } from './keyboard';

describe('the keyboard', () => {
  let keyboard: Keyboard;
  const listen = (event: KeyboardEvent) => keyboard.handle(event);

  beforeEach(() => {
    keyboard = new Keyboard();
    window.addEventListener('keydown', listen);
  });
  afterEach(() => {
    window.removeEventListener('keydown', listen);
    document.body.replaceChildren();
  });

  it('acts on a single key and keeps it from the page', () => {
    const next = vi.fn();
    keyboard.take({ next });
    expect(press('j').defaultPrevented).toBe(true);
    expect(next).toHaveBeenCalledOnce();
  });

  it('lets the last taker have an action, and the one before after it', () => {
    const paper = vi.fn();
    const view = vi.fn();
    keyboard.take({ next: paper });
    const leave = keyboard.take({ next: view });
    press('j');
    leave();
    press('j');
    expect([view.mock.calls.length, paper.mock.calls.length]).toEqual([1, 1]);
  });

  it('knows two keys in a row, and does not take the second for a single one', () => {
    const sources = vi.fn();
    const star = vi.fn();
    keyboard.take({ sources, star });
    press('g');
    press('s');
    press('s');
    expect(sources).toHaveBeenCalledOnce();
    expect(star).toHaveBeenCalledOnce();
  });

  it.each(['input', 'textarea', 'select'])('leaves keys alone while the reader is in a %s', (name) => {
    const next = vi.fn();
    keyboard.take({ next });
    const field = document.body.appendChild(document.createElement(name));
    expect(press('j', field).defaultPrevented).toBe(false);
    expect(next).not.toHaveBeenCalled();
  });

  it('leaves a field with Escape, and what is typed there stays', () => {
    const close = vi.fn();
    keyboard.take({ close });
    const field = document.body.appendChild(document.createElement('input'));
    field.focus();
    expect(press('Escape', field).defaultPrevented).toBe(true);
    expect(document.activeElement).not.toBe(field);
    expect(close).not.toHaveBeenCalled();
  });

  it.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }])('leaves keys with a modifier alone: %j', (modifier) => {
    const refresh = vi.fn();
    keyboard.take({ refresh });
    press('r', document.body, modifier);
    expect(refresh).not.toHaveBeenCalled();
  });

  it('goes back and forward with Alt and an arrow, but not where text is typed', () => {
    const [back, forward] = [vi.fn(), vi.fn()];
    keyboard.take({ back, forward });
    expect(press('ArrowLeft', document.body, { altKey: true }).defaultPrevented).toBe(true);
    press('ArrowRight', document.body, { altKey: true });
    press('ArrowLeft');
    press('ArrowLeft', document.body, { altKey: true, shiftKey: true });
    press('ArrowLeft', document.body.appendChild(document.createElement('input')), { altKey: true });
    expect([back.mock.calls.length, forward.mock.calls.length]).toEqual([1, 1]);
  });

  it('makes the text larger and smaller with Control, also in a field and under a dialog', () => {
    const [larger, smaller, usual] = [vi.fn(), vi.fn(), vi.fn()];
    keyboard.take({ larger, smaller, usual });
    const dialog = document.body.appendChild(document.createElement('dialog'));
    dialog.open = true;
    const field = dialog.appendChild(document.createElement('input'));
    expect(press('=', field, { ctrlKey: true }).defaultPrevented).toBe(true);
    press('+', document.body, { metaKey: true });
    press('-', field, { ctrlKey: true });
    press('0', field, { ctrlKey: true });
    press('-', field);
    press('0', document.body, { ctrlKey: true, altKey: true });
    expect([larger.mock.calls.length, smaller.mock.calls.length, usual.mock.calls.length]).toEqual([2, 1, 1]);
  });

  it('undoes with Control and z, but not where text is typed or under a dialog', () => {
    const undo = vi.fn();
    keyboard.take({ undo });
    expect(press('z', document.body, { ctrlKey: true }).defaultPrevented).toBe(true);
    press('z', document.body, { metaKey: true });
    press('Z', document.body, { ctrlKey: true, shiftKey: true });
    expect(press('z', document.body.appendChild(document.createElement('input')), { ctrlKey: true }).defaultPrevented).toBe(false);
    document.body.appendChild(document.createElement('dialog')).open = true;
    press('z', document.body, { ctrlKey: true });
    expect(undo).toHaveBeenCalledTimes(2);
  });

  it('shows a key to whoever holds it first, until it is let go', () => {
    const next = vi.fn();
    keyboard.take({ next });
    const held: string[] = [];
    const letGo = keyboard.hold((event) => held.push(event.key) > 0 && event.key === 'j');
    expect(press('j', document.body, { altKey: true }).defaultPrevented).toBe(true);
    expect(press('x').defaultPrevented).toBe(false);
    letGo();
    press('j');
    expect(held).toEqual(['j', 'x']);
    expect(next).toHaveBeenCalledOnce();
  });

  it('goes on through stories while a key is held down, and acts but once', () => {
    const [next, star, sources] = [vi.fn(), vi.fn(), vi.fn()];
    keyboard.take({ next, star, sources });
    for (const repeat of [false, true, true]) press('j', document.body, { repeat });
    for (const repeat of [false, true, true]) press('s', document.body, { repeat });
    expect([next.mock.calls.length, star.mock.calls.length]).toEqual([3, 1]);
    for (const repeat of [false, true]) press('g', document.body, { repeat });
    press('s');
    expect(sources).toHaveBeenCalledOnce();
  });

  it('is quiet under an open dialog', () => {
    const next = vi.fn();
    keyboard.take({ next });
    document.body.appendChild(document.createElement('dialog')).open = true;
    press('j');
    expect(next).not.toHaveBeenCalled();
  });

  it('leaves Enter and Space to the browser', () => {
    expect(press('Enter').defaultPrevented).toBe(false);
    expect(press(' ').defaultPrevented).toBe(false);
  });
});

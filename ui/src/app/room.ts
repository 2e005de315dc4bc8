import type { Attachment } from 'svelte/attachments';

/** What stands at the foot of the window while it is there, by which whatever else stands there keeps clear of it. */
type Foot = '--bar-room' | '--panel-room' | '--message-room' | '--player-room';

/** How much of the window's foot is taken, in pixels, wherever messages stand above what else is there. */
export function roomAtFoot(): number {
  const style = getComputedStyle(document.documentElement);
  const feet: readonly Foot[] = ['--message-room', '--player-room', '--bar-room'];
  return feet.reduce((sum, foot) => sum + (Number.parseFloat(style.getPropertyValue(foot)) || 0), 0);
}

/** Tells the style sheets how high an element is that stands at the foot of the window, for as long as it is there. */
export function takesRoom(name: Foot): Attachment<HTMLElement> {
  return (element) => {
    const { style } = document.documentElement;
    const tell = () => style.setProperty(name, `${element.offsetHeight}px`);
    const watch = new ResizeObserver(tell);
    watch.observe(element);
    tell();
    return () => {
      watch.disconnect();
      style.removeProperty(name);
    };
  };
}

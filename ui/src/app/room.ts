import type { Attachment } from 'svelte/attachments';

/** What stands at the foot of the window while it is there, by which whatever else stands there keeps clear of it. */
type Foot = '--bar-room' | '--panel-room' | '--message-room' | '--player-room';

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

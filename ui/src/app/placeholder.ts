// The colours of a picture, in its place while it loads.
import type { Attachment } from 'svelte/attachments';

/** Lays a picture's colours behind it until it is there. */
export function colouredUntilLoaded(picture: HTMLImageElement, colours: string | null): void {
  if (colours === null || picture.complete) return;
  picture.style.backgroundImage = `url("${colours}")`;
  picture.style.backgroundSize = '100% 100%';
  const clear = () => {
    picture.style.backgroundImage = '';
    picture.style.backgroundSize = '';
  };
  picture.addEventListener('load', clear, { once: true });
  picture.addEventListener('error', clear, { once: true });
}

/** The same for a picture of our own. */
export function coloured(colours: string | null): Attachment<HTMLImageElement> {
  return (picture) => colouredUntilLoaded(picture, colours);
}

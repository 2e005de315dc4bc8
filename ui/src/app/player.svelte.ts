import type { EnclosureId, EnclosureView } from '../api/types';

/** A recording that goes on while the reader is elsewhere. */
export interface Playing {
  enclosure: EnclosureView;
  element: HTMLMediaElement;
  /** Lets go of a copy that was made for it. */
  release: () => void;
}

/**
 * What is heard beside the pages. A page that is left hands its player over, the element itself, so that nothing breaks off; the page
 * takes it back when it is opened again. An element that is out of the document for no more than a moment plays on.
 */
export class Player {
  current = $state.raw<Playing | null>(null);
  /** Where the player stands meanwhile. */
  host: HTMLElement | null = null;

  goOn(playing: Playing): void {
    if (this.current !== null && this.current.element !== playing.element) this.stop();
    const isOn = !playing.element.paused;
    this.host?.append(playing.element);
    if (isOn) void playing.element.play()?.catch(() => {});
    this.current = playing;
  }

  /** The player of a recording, if that is what is heard. */
  of(enclosure: EnclosureId): Playing | null {
    return this.current?.enclosure.id === enclosure ? this.current : null;
  }

  /** Puts the player into its page again, which has it from then on. */
  putBack({ element }: Playing, page: HTMLElement): void {
    const isOn = !element.paused;
    page.append(element);
    if (isOn) void element.play()?.catch(() => {});
    if (this.current?.element === element) this.current = null;
  }

  stop(): void {
    if (this.current === null) return;
    const { element, release } = this.current;
    this.current = null;
    element.pause();
    element.remove();
    release();
  }
}

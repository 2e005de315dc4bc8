import type { VersionId } from '../api/types';

/** Which version of an article the reader saw before the one that is shown, as long as the way back leads to it. */
export class Seen {
  version = $state<VersionId | null>(null);
}

import { diskSize } from '../words/sizes';

/** Bytes of a file of certificates; every authority that a system trusts takes a quarter of it. */
export const MOST_BYTES = 1024 * 1024;

/** Text (PEM) of a file that may hold certificates, or words that say why it cannot be one. One certificate alone may come as its bare
 *  bytes (DER), as systems export it. */
export async function certificatesText(file: Pick<File, 'name' | 'size' | 'arrayBuffer'>): Promise<{ text: string } | { problem: string }> {
  if (file.size > MOST_BYTES) {
    return { problem: `“${file.name}” has ${diskSize(file.size)}; no file of certificates is that long.` };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  // A sequence whose length takes two bytes (X.690, 8.1.3.5), as no text begins.
  return { text: bytes[0] === 0x30 && bytes[1] === 0x82 ? pem(bytes) : new TextDecoder().decode(bytes) };
}

function pem(bytes: Uint8Array): string {
  const lines = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

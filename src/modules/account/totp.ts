import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_SECONDS = 30;
const DIGITS = 6;
/** Phones' clocks go a little wrong, and typing takes a while: one step before and one after count as well. */
const STEPS_APART = 1;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Without the padding, which authenticators do not want. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

export function bytesOfBase32(text: string): Buffer {
  const bits = [...text].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}

export const stepAt = (seconds: number): number => Math.floor(seconds / STEP_SECONDS);

/** RFC 6238 with what every authenticator knows: SHA-1, six digits, thirty seconds. */
export function codeOf(seed: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', seed).update(counter).digest();
  const number = digest.readUInt32BE(digest.at(-1)! & 0x0f) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** Which step a code is of, near the present one and after the one whose code was used last; null when it is of none. */
export function stepOf(seed: Buffer, code: string, nowStep: number, lastStep: number): number | null {
  let found: number | null = null;
  for (let step = nowStep - STEPS_APART; step <= nowStep + STEPS_APART; step++)
    if (timingSafeEqual(Buffer.from(codeOf(seed, step)), Buffer.from(code)) && step > lastStep) found ??= step;
  return found;
}

/** What an authenticator reads from a QR code. */
export const uriOf = (seed: Buffer, issuer: string, email: string): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(email)}?secret=${base32(seed)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;

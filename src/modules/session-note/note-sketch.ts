import type { Words } from './session-note.entity.ts';

const PLACES = 32;
const RUN = 3;
/** Whoever writes less than this says the same by chance. */
const FEWEST_WORDS = 12;

/**
 * A min-wise sketch (Broder 1997): the share of equal places of two sketches is about the share of three-word runs that the
 * two texts have in common. Null where there are too few words to compare.
 */
export function sketchOf({ intervention, response, plan }: Words): number[] | null {
  const words =
    [intervention, response, plan]
      .join(' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}']+/gu) ?? [];
  if (words.length < FEWEST_WORDS) return null;
  const sketch = Array<number>(PLACES).fill(0x7fffffff);
  for (let at = 0; at + RUN <= words.length; at++) {
    const run = words.slice(at, at + RUN).join(' ');
    for (let place = 0; place < PLACES; place++) sketch[place] = Math.min(sketch[place]!, hash(run, place));
  }
  return sketch;
}

/** FNV-1a with a seed, finished as murmur3 is; 31 bits, since PostgreSQL's integers have a sign. */
function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1);
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 1;
}

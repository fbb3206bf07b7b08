import { describe, expect, it } from '@jest/globals';
import { base32, bytesOfBase32, codeOf, stepAt, stepOf, uriOf } from '../../src/modules/account/totp.ts';

/** RFC 6238, appendix B, for SHA-1; of its eight digits the last six. */
const SEED = Buffer.from('12345678901234567890');

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('makes at second %s of RFC 6238 the code %s', (seconds, code) => {
  expect(codeOf(SEED, stepAt(seconds))).toBe(code);
});

it('writes a seed as RFC 4648 has it, and reads it again', () => {
  expect(base32(SEED)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  expect(base32(Buffer.from('foob'))).toBe('MZXW6YQ');
  expect(bytesOfBase32('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')).toEqual(SEED);
});

describe('a code', () => {
  const now = 1_000_000;
  const at = (step: number, lastStep = 0) => stepOf(SEED, codeOf(SEED, step), now, lastStep);

  it.each([now - 1, now, now + 1])('is taken one step early or late (%s)', (step) => expect(at(step)).toBe(step));

  it.each([now - 2, now + 2])('is not taken two steps away (%s)', (step) => expect(at(step)).toBeNull());

  it('is not taken at or before the step that was used last', () => {
    expect(at(now, now)).toBeNull();
    expect(at(now - 1, now)).toBeNull();
    expect(at(now + 1, now)).toBe(now + 1);
  });

  it('is not taken of another seed', () => {
    expect(stepOf(Buffer.from('another seed of bytes'), codeOf(SEED, now), now, 0)).toBeNull();
  });
});

it('tells an authenticator what it needs in one address, whatever the center is called', () => {
  const uri = new URL(uriOf(SEED, 'Bridge & Co: Recovery', 'ana+peer@center.example'));
  expect(decodeURIComponent(uri.pathname)).toBe('/Bridge & Co: Recovery:ana+peer@center.example');
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    ...{ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', issuer: 'Bridge & Co: Recovery' },
    ...{ algorithm: 'SHA1', digits: '6', period: '30' },
  });
});

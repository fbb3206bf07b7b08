import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { FarEhr, makeKey, SETTINGS } from './far-ehr.ts';
import { type Fault, FarKeys } from './far-keys.ts';

const peerwork = launch({ ...SETTINGS, EHR_PRIVATE_HOSTS: 'ehr.internal' });
let far: FarKeys;
let ehr: FarEhr;
beforeEach(async () => {
  far = await FarKeys.listening();
  ehr = await FarEhr.register(peerwork, { jwksUrl: far.url });
  far.keys = [ehr.key.jwk];
});
afterEach(() => far.close());

const status = async (key = ehr.key, header: Record<string, unknown> = {}) =>
  (await ehr.ask({ client_assertion: await ehr.assertion({}, header, key) })).status;
const warnings = () => peerwork.watch.lines.filter((line) => line.includes('machine-keys') && line.includes(ehr.id)).map((line) => JSON.parse(line).reason);

describe('keys that a machine publishes', () => {
  it('are read when they are needed, and kept for a while', async () => {
    expect(far.asked).toBe(0);
    expect(await status()).toBe(200);
    expect(await status()).toBe(200);
    expect(far.asked).toBe(1);
  });

  it('are read once for many who ask at the same time', async () => {
    expect(await Promise.all(Array.from({ length: 8 }, () => status()))).toEqual(Array(8).fill(200));
    expect(far.asked).toBe(1);
  });

  it('are not read at every request, even where nothing is to be kept', async () => {
    far.cacheControl = 'no-store, max-age=0';
    await status();
    await status();
    expect(far.asked).toBe(1);
  });

  it('are read anew when one of them is not known, so that a machine changes them by itself', async () => {
    await status();
    const next = await makeKey('RS384');
    far.keys = [next.jwk];
    expect(await status(next)).toBe(200);
    expect(far.asked).toBe(2);
    expect(await status()).toBe(401);
  });

  it('are not asked for again and again by who names keys of nobody', async () => {
    await status();
    const nobodys = await makeKey();
    for (let at = 0; at < 5; at++) expect(await status(nobodys)).toBe(401);
    expect(far.asked).toBe(2);
    expect(await status()).toBe(200);
  });

  it('open to nobody when two have one name', async () => {
    const { jwk } = await makeKey('ES384', ehr.key.jwk.kid);
    far.keys = [ehr.key.jwk, jwk];
    expect(await status()).toBe(401);
  });

  it('are believed only as far as those that are registered here', async () => {
    const small = await makeKey('ES384');
    far.keys = [
      { ...small.jwk, use: 'enc' },
      { ...ehr.key.jwk, d: 'AQAB' },
    ];
    expect(await status(small)).toBe(401);
    expect(await status()).toBe(401);
  });

  it('may be named by the address that is registered, and by no other', async () => {
    expect(await status(ehr.key, { jku: far.url })).toBe(200);
    expect(await status(ehr.key, { jku: `${far.url}?` })).toBe(401);
  });

  it('are those of the new address after a change', async () => {
    await status();
    const elsewhere = await FarKeys.listening();
    const next = await makeKey();
    elsewhere.keys = [next.jwk];
    await peerwork.as('ada').patch(`/v1/machine-clients/${ehr.id}`, { jwksUrl: elsewhere.url }, { version: 1 });
    expect([await status(), await status(next)]).toEqual([401, 200]);
    elsewhere.close();
  });
});

describe('a place for keys that does not work', () => {
  const faults: [Fault, string][] = [
    ['away', 'unreachable'],
    ['slow', 'too-slow'],
    ['failing', 'failing'],
    ['redirecting', 'redirecting'],
    ['huge', 'too-large'],
    ['garbage', 'no-key-set'],
    ['no-set', 'no-key-set'],
    ['gone', 'no-keys-there'],
  ];

  it.each(faults)('because it is %s lets nobody in, and is not asked at once again', async (fault, reason) => {
    far.fault = fault;
    const begun = performance.now();
    expect(await status()).toBe(401);
    expect(performance.now() - begun).toBeLessThan(5_000);
    far.fault = undefined;
    expect(await status()).toBe(401);
    expect(far.asked).toBe(1);
    expect(warnings()).toEqual([reason]);
  });

  it('any more leaves the keys that hold', async () => {
    await status();
    far.fault = 'failing';
    expect(await status(await makeKey())).toBe(401);
    expect(await status()).toBe(200);
  });
});

describe('a name that leads into our own network', () => {
  it('is not followed', async () => {
    const inside = await FarEhr.register(peerwork, { jwksUrl: `https://localhost:${far.port}/keys.json` });
    expect((await inside.ask()).status).toBe(401);
    expect(far.asked).toBe(0);
    const told = peerwork.watch.lines.filter((line) => line.includes('machine-keys') && line.includes(inside.id));
    expect(told.map((line) => JSON.parse(line).reason)).toEqual(['address-not-public']);
  });

  it('is followed once whoever runs the center has named it', async () => {
    const { status: registered } = await peerwork.as('ada').post('/v1/machine-clients', {
      name: 'EHR',
      recipientId: ehr.recipientId,
      purpose: 'treatment',
      scopes: ['system/*.rs'],
      jwksUrl: 'https://ehr.internal/keys.json',
    });
    expect(registered).toBe(201);
  });
});

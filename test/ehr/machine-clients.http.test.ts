import { beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { launch } from '../support/app.ts';
import { CAST, UNKNOWN, type Who } from '../support/cast.ts';
import { addRecipient, FarEhr, makeKey, SETTINGS, type SigningKey } from './far-ehr.ts';

const peerwork = launch(SETTINGS);
let recipientId: string;
let key: SigningKey;
beforeAll(async () => {
  recipientId = await addRecipient(peerwork, { name: 'Harbor Family Clinic' });
  key = await makeKey('RS384', 'ehr-1');
});

const wish = (more: object = {}) => ({ name: 'EHR', recipientId, purpose: 'treatment', scopes: ['system/Patient.rs'], jwks: { keys: [key.jwk] }, ...more });
const register = (more: object = {}, options = {}) => peerwork.as('ada').post('/v1/machine-clients', wish(more), options);
const faults = ({ body }: { body: any }) => (body.errors as { pointer: string; detail: string }[]).map(({ pointer, detail }) => `${pointer} ${detail}`);

describe('a machine client', () => {
  it('is registered with what it may read, and shows its keys by their names alone', async () => {
    const { status, body, etag, text } = await register();
    expect(status).toBe(201);
    expect(body).toEqual({
      ...{ id: expect.any(String), name: 'EHR', recipientId, recipientName: 'Harbor Family Clinic', purpose: 'treatment', scopes: ['system/Patient.rs'] },
      ...{ keys: [{ kid: 'ehr-1', kty: 'RSA' }], jwksUrl: null, createdAt: expect.any(String), disabledAt: null, version: 1 },
    });
    expect(etag).toBe('"1"');
    expect(text).not.toContain(key.jwk.n);
    expect(await peerwork.trail(body.id)).toMatchObject([
      { action: 'machine-client.registered', account_id: CAST.ada.id, facts: { recipientId, purpose: 'treatment', scopes: ['system/Patient.rs'] } },
    ]);
    for (const who of ['ada', 'priya'] as const) {
      expect((await peerwork.as(who).get(`/v1/machine-clients/${body.id}`)).body).toEqual(body);
      expect((await peerwork.as(who).get('/v1/machine-clients')).body.items[0]).toEqual(body);
    }
  });

  it('keeps of its keys what verifies, and nothing that leads elsewhere', async () => {
    const { body } = await register({ jwks: { keys: [{ ...key.jwk, x5u: 'https://keys.example/cert', use: 'sig', alg: 'RS384', key_ops: ['verify'] }] } });
    const [kept] = await peerwork.rows(`select jwks from app.machine_clients where id = $1`, [body.id]);
    expect(Object.keys(kept!['jwks'].keys[0]).sort()).toEqual(['alg', 'e', 'key_ops', 'kid', 'kty', 'n', 'use']);
  });

  it('is registered once under one key', async () => {
    const once = { key: `a-key-of-its-own-${randomUUID()}` };
    const [first, second] = [await register({}, once), await register({}, once)];
    expect(second.body.id).toBe(first.body.id);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it.each(['ana', 'sue', 'nadia', 'max', 'priya'] as Who[])('is not for %s to register', async (who) => {
    expect((await peerwork.as(who).post('/v1/machine-clients', wish())).status).toBe(403);
  });

  it('is not for everybody to read', async () => {
    const { body } = await register();
    for (const who of ['ana', 'sue', 'nadia', 'max'] as const) expect((await peerwork.as(who).get(`/v1/machine-clients/${body.id}`)).status).toBe(403);
    expect((await peerwork.as('ada').get(`/v1/machine-clients/${UNKNOWN}`)).status).toBe(404);
  });

  it('is for an organisation that the center discloses to', async () => {
    const family = await addRecipient(peerwork, { kind: 'family', coveredEntity: false });
    for (const id of [UNKNOWN, family])
      expect(faults(await register({ recipientId: id }))).toEqual(['#/recipientId is no registered organisation that the center discloses to']);
    const gone = await addRecipient(peerwork);
    await peerwork.as('priya').put(`/v1/recipients/${gone}/ending`, undefined, { version: 1 });
    expect(faults(await register({ recipientId: gone }))).toEqual(['#/recipientId is a recipient to whom nothing is disclosed any more']);
  });

  it('asks for a step-up wherever it could let somebody in', async () => {
    const { body } = await register();
    const steppedUp = (at: string) =>
      peerwork.rows(
        `set session_replication_role = replica; update app.sessions set stepped_up_at = ${at} where account_id = '${CAST.ada.id}'; reset session_replication_role`,
      );
    await steppedUp('null');
    const ada = peerwork.as('ada');
    const asked = async () => [
      await register(),
      await ada.patch(`/v1/machine-clients/${body.id}`, { name: 'Other' }, { version: 1 }),
      await ada.delete(`/v1/machine-clients/${body.id}/disabling`),
    ];
    for (const answer of await asked()) expect(answer).toMatchObject({ status: 403, body: { type: '/problems/step-up-required' } });
    // Shutting a door needs no more than to be an administrator.
    expect((await ada.put(`/v1/machine-clients/${body.id}/disabling`, undefined, { version: 1 })).status).toBe(200);
    await steppedUp(`now() + interval '2 hours'`);
  });
});

describe('scopes', () => {
  it.each([
    [['system/Patient.cruds'], 'can have no letters but r and s: machines read and search, and change nothing'],
    [['system/Patient.read'], 'is written as SMART 2 does, with .rs for reading'],
    [['patient/Patient.rs'], 'must begin with system/: machines read for no single user or patient'],
    [['system/Patient.rs?_tag=a'], 'cannot be narrowed by parameters'],
    [['system/Patient.sr'], 'must be system/Type.rs, or system/*.rs for every type'],
    [['system/patient.rs'], 'must be system/Type.rs, or system/*.rs for every type'],
  ])('%j are refused with a word that says why', async (scopes, detail) => {
    expect(faults(await register({ scopes }))).toEqual([`#/scopes/0 ${detail}`]);
  });

  it('are named, and each once', async () => {
    expect(faults(await register({ scopes: [] }))).toEqual(['#/scopes must name at least one']);
    expect(faults(await register({ scopes: ['system/Goal.r', 'system/Goal.r'] }))).toEqual(['#/scopes/1 repeats an earlier element']);
    expect((await register({ scopes: ['system/*.r', 'system/Goal.s'] })).status).toBe(201);
  });
});

describe('keys', () => {
  const pair = (bits: number) => ({ ...generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' }), kid: 'k' });
  const ec = (namedCurve: string) => ({ ...generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' }), kid: 'k' });
  const keys: [string, () => object | Promise<object>, string][] = [
    ['a private one', async () => ({ ...(await exportJWK((await generateKeyPair('ES384', { extractable: true })).privateKey)), kid: 'k' }), 'is a private key'],
    ['a private one of RSA', async () => ({ ...(await exportJWK(key.privateKey)), kid: 'k' }), 'is a private key'],
    ['one factor of a private one', () => ({ ...pair(2048), p: 'AQAB' }), 'is a private key'],
    ['a secret', () => ({ kty: 'oct', k: 'c2VjcmV0', kid: 'k' }), 'is a symmetric key'],
    ['too short', () => pair(1024), 'must have at least 2048 bits'],
    ['on a smaller curve', () => ec('P-256'), 'must be on the curve P-384'],
    ['of another kind', () => ({ kty: 'OKP', crv: 'Ed25519', x: 'AAAA', kid: 'k' }), 'must be a key of RSA'],
    ['nameless', () => ({ ...pair(2048), kid: undefined }), 'needs a kid'],
    ['named with blanks', () => ({ ...pair(2048), kid: 'a b' }), 'needs a kid'],
    ['for encryption', () => ({ ...pair(2048), use: 'enc' }), 'is not for signatures'],
    ['for signing alone', () => ({ ...pair(2048), key_ops: ['sign'] }), 'is not for verifying'],
    ['for another algorithm', () => ({ ...pair(2048), alg: 'RS256' }), 'is for another algorithm'],
    ['for the other kind’s algorithm', () => ({ ...ec('P-384'), alg: 'RS384' }), 'is for another algorithm'],
    ['not on its curve', () => ({ ...ec('P-384'), x: 'AAAA' }), 'is no key that can be read'],
    ['without its numbers', () => ({ kty: 'RSA', kid: 'k' }), 'is no key that can be read'],
    ['with a small exponent', () => ({ ...pair(2048), e: 'Aw' }), 'has too small an exponent'],
    ['text', () => 'a key' as never, 'must be a JSON Web Key'],
  ];

  it.each(keys)('%s: refused with a word that says why, and never repeated', async (_what, make, detail) => {
    const bad = await make();
    const answer = await register({ jwks: { keys: [key.jwk, bad] } });
    expect(answer.status).toBe(422);
    expect(faults(answer)).toEqual([expect.stringContaining(`#/jwks key 1 ${detail}`)]);
    for (const value of Object.values(bad)) if (typeof value === 'string' && value.length > 20) expect(answer.text).not.toContain(value);
  });

  it('have each a name of its own, and are a set', async () => {
    const { jwk } = await makeKey('ES384', 'ehr-1');
    expect(faults(await register({ jwks: { keys: [key.jwk, jwk] } }))).toEqual(['#/jwks has two keys with the same kid']);
    expect(faults(await register({ jwks: { keys: [] } }))).toEqual(['#/jwks must have at least one key']);
    for (const jwks of [[key.jwk], 'keys', key.jwk, { keys: key.jwk }, { keys: Array(21).fill(key.jwk) }]) expect((await register({ jwks })).status).toBe(422);
  });

  it('are here or published, one of the two', async () => {
    for (const more of [{ jwks: undefined }, { jwksUrl: 'https://ehr.example/keys.json' }])
      expect(faults(await register(more))).toEqual(['#/jwks or jwksUrl is needed, and not both: the public keys, or where they are published']);
    const { body } = await register({ jwks: undefined, jwksUrl: 'https://ehr.example/keys.json' });
    expect(body).toMatchObject({ keys: [], jwksUrl: 'https://ehr.example/keys.json' });
    const moved = await peerwork.as('ada').patch(`/v1/machine-clients/${body.id}`, { jwks: { keys: [key.jwk] } }, { version: 1 });
    expect(moved.body).toMatchObject({ keys: [{ kid: 'ehr-1', kty: 'RSA' }], jwksUrl: null, version: 2 });
  });

  it.each([
    ['http://ehr.example/keys.json', 'must be an https address'],
    ['http://localhost:8080/keys', 'must be an https address'],
    ['ftp://ehr.example/keys', 'must be an https address'],
    ['https://me:secret@ehr.example/keys', 'must be an address without login and fragment'],
    ['https://ehr.example/keys#here', 'must be an address without login and fragment'],
    ['not an address', 'must be an address'],
    ['https://10.0.0.7/keys', 'is an address in a private network'],
    ['https://169.254.169.254/latest', 'is an address in a private network'],
    ['https://2130706433/keys', 'is an address in a private network'],
    ['https://0x7f.1/keys', 'is an address in a private network'],
    ['https://[::1]/keys', 'is an address in a private network'],
    ['https://[::ffff:10.0.0.1]/keys', 'is an address in a private network'],
    ['https://[fd00::1]/keys', 'is an address in a private network'],
  ])('are not published at %s', async (jwksUrl, detail) => {
    expect(faults(await register({ jwks: undefined, jwksUrl }))).toEqual([`#/jwksUrl ${detail}`]);
  });
});

describe('a change', () => {
  it('needs the version that was read, and of two at once one comes first', async () => {
    const { body } = await register();
    const change = (name: string, options: object) => peerwork.as('ada').patch(`/v1/machine-clients/${body.id}`, { name }, options);
    expect((await change('One', {})).status).toBe(428);
    const answers = await Promise.all(['One', 'Two', 'Three'].map((name) => change(name, { version: 1 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect(await peerwork.trail(body.id)).toHaveLength(2);
  });

  it('leaves on whose behalf and what for', async () => {
    const { body } = await register();
    for (const field of [{ recipientId: UNKNOWN }, { purpose: 'payment' }, { disabledAt: null }])
      expect((await peerwork.as('ada').patch(`/v1/machine-clients/${body.id}`, field, { version: 1 })).status).toBe(422);
  });

  it('of the name leaves the tokens, and the trail says what changed', async () => {
    const ehr = await FarEhr.register(peerwork);
    await ehr.token();
    const changed = await peerwork.as('ada').patch(`/v1/machine-clients/${ehr.id}`, { name: 'Renamed' }, { version: 1 });
    expect(changed.body).toMatchObject({ name: 'Renamed', version: 2 });
    await peerwork.as('ada').patch(`/v1/machine-clients/${ehr.id}`, { scopes: ['system/Goal.rs'] }, { version: 2 });
    const [, ...told] = await peerwork.trail(ehr.id);
    expect(told).toMatchObject([
      { action: 'machine-client.changed', facts: { fields: ['name'], tokens: 0 } },
      { action: 'machine-client.changed', facts: { fields: ['scopes'], tokens: 1 } },
    ]);
  });

  it('to disabled and back is made once each, and the trail says how many tokens ended', async () => {
    const ehr = await FarEhr.register(peerwork);
    await ehr.token();
    await ehr.token();
    const ada = peerwork.as('ada');
    const path = `/v1/machine-clients/${ehr.id}/disabling`;
    expect(await ada.delete(path)).toMatchObject({ status: 409, body: { type: '/problems/machine-enabled' } });
    expect((await ada.put(path, undefined, {})).status).toBe(428);
    expect(await ada.put(path, undefined, { version: 1 })).toMatchObject({ status: 200, body: { disabledAt: expect.any(String), version: 2 } });
    expect(await ada.put(path, undefined, { version: 2 })).toMatchObject({ status: 409, body: { type: '/problems/machine-disabled' } });
    expect(await ada.delete(path)).toMatchObject({ status: 200, body: { disabledAt: null, version: 3 } });
    expect((await peerwork.trail(ehr.id)).map(({ action, facts }) => [action, facts])).toMatchObject([
      ['machine-client.registered', {}],
      ['machine-client.disabled', { tokens: 2 }],
      ['machine-client.enabled', {}],
    ]);
  });

  it('to disabled leaves no token to those who ask at the same moment', async () => {
    const ehr = await FarEhr.register(peerwork);
    const asking = Array.from({ length: 12 }, () => ehr.ask());
    const [disabled, ...answers] = await Promise.all([peerwork.as('ada').put(`/v1/machine-clients/${ehr.id}/disabling`, undefined, { version: 1 }), ...asking]);
    expect(disabled.status).toBe(200);
    expect(answers.every(({ status }) => status === 200 || status === 401)).toBe(true);
    expect(await peerwork.rows(`select from app.machine_tokens where machine_id = $1 and revoked_at is null`, [ehr.id])).toEqual([]);
  });
});

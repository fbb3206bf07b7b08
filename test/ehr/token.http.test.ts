import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { exportJWK, exportSPKI, importJWK } from 'jose';
import { OPERATIONS } from '../contract/operations.ts';
import { departures } from '../proof/answer-check.ts';
import { launch } from '../support/app.ts';
import { answerOf, ASSERTION_TYPE, AUDIENCE, FarEhr, makeKey, seconds, SETTINGS, type SigningKey } from './far-ehr.ts';

const peerwork = launch(SETTINGS);
let ehr: FarEhr;
let stranger: SigningKey;
beforeAll(async () => {
  ehr = await FarEhr.register(peerwork, { scopes: ['system/Patient.rs', 'system/Goal.r'] });
  stranger = await makeKey('ES384');
});

const NOBODY = randomUUID();
const INVALID_CLIENT = { error: 'invalid_client', error_description: expect.any(String) };
const tokensOf = (id: string) => peerwork.rows(`select * from app.machine_tokens where machine_id = $1`, [id]);
/** The allowance of refusals is for a test of its own. */
const forgive = () => peerwork.rows('delete from app.sign_in_guesses');

describe('a token', () => {
  it.each(['RS384', 'ES384'] as const)('is given out for a word signed with %s, and only its hash is kept', async (algorithm) => {
    const machine = await FarEhr.register(peerwork, { algorithm, scopes: ['system/Patient.rs'] });
    const answer = await machine.ask({ scope: 'system/Patient.rs' });
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 300, scope: 'system/Patient.rs' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    const [kept] = await tokensOf(machine.id);
    expect(kept).toMatchObject({ token_hash: createHash('sha256').update(answer.body.access_token).digest(), revoked_at: null, scopes: ['system/Patient.rs'] });
    expect(kept!['expires_at'] - kept!['created_at']).toBe(300_000);
    expect(await peerwork.trail(kept!['id'])).toMatchObject([
      { action: 'machine-token.given-out', account_id: machine.id, facts: { machineId: machine.id, scopes: ['system/Patient.rs'] } },
    ]);
  });

  it.each([
    ['no more than is registered', 'system/*.rs', 'system/Goal.r system/Patient.rs'],
    ['no more than was asked for', 'system/Patient.r', 'system/Patient.r'],
    ['reading alone, where more was asked for', 'system/Patient.cruds', 'system/Patient.rs'],
    ['what the first SMART called reading', 'system/Patient.read', 'system/Patient.rs'],
    ['what means something here', 'openid fhirUser system/Goal.rs patient/Patient.rs', 'system/Goal.r'],
  ])('is for %s', async (_why, asked, granted) => {
    expect(await ehr.ask({ scope: asked })).toMatchObject({ status: 200, body: { scope: granted } });
  });

  it.each([
    'system/Observation.rs',
    'system/Patient.cud',
    'system/Patient.write',
    'patient/Patient.rs',
    'system/Patient.sr',
    'system/Patient.rs?_id=1',
    'system/Goal.s',
  ])('is not given out for %s', async (scope) => {
    expect(await ehr.ask({ scope })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  });
});

describe('a form', () => {
  it.each([
    ['grant_type', 'invalid_request'],
    ['client_assertion_type', 'invalid_request'],
    ['client_assertion', 'invalid_request'],
    ['scope', 'invalid_scope'],
  ])('without %s is refused as %s', async (name, error) => {
    expect(await ehr.ask({ [name]: undefined })).toMatchObject({ status: 400, body: { error } });
    expect(await ehr.ask({ [name]: '' })).toMatchObject({ status: 400, body: { error } });
  });

  it.each([
    ['another grant', { grant_type: 'authorization_code' }, 'unsupported_grant_type'],
    ['another kind of assertion', { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }, 'invalid_request'],
    ['a secret beside the assertion', { client_secret: 'a secret that nobody gave' }, 'invalid_request'],
    ['two blanks in the scope', { scope: 'system/Patient.rs  system/Goal.r' }, 'invalid_scope'],
  ])('with %s is refused', async (_what, fields, error) => {
    expect(await ehr.ask(fields)).toMatchObject({ status: 400, body: { error } });
  });

  it.each(['grant_type', 'scope', 'client_assertion_type', 'client_assertion', 'client_id'])('with %s twice is refused', async (name) => {
    const fields = {
      grant_type: 'client_credentials',
      scope: 'system/Patient.rs',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await ehr.assertion(),
    };
    const form = new URLSearchParams({ ...fields, client_id: ehr.id });
    form.append(name, form.get(name)!);
    expect(await ehr.send(form.toString())).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('is the only body that is read', async () => {
    const json = JSON.stringify({ grant_type: 'client_credentials', client_assertion: await ehr.assertion() });
    for (const type of ['application/json', 'application/fhir+json', 'text/plain', 'application/xml', 'application/x-www-form-urlencoded; charset=latin1'])
      expect([type, await ehr.send(json, { 'content-type': type })]).toMatchObject([type, { status: 400, body: { error: 'invalid_request' } }]);
    expect(await ehr.send('')).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it.each(['scope=%zz', 'scope=%ff', 'scope=%00', 'scope=\u00e4', Array.from({ length: 201 }, (_, at) => `f${at}=1`).join('&')])(
    'that cannot be read is refused',
    async (body) => {
      expect(await ehr.send(body)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    },
  );

  it('that is too large is not read', async () => {
    expect(await ehr.send(`scope=${'x'.repeat(20_000)}`)).toMatchObject({ status: 413, body: { error: 'invalid_request' } });
  });

  it('with a token or a password in the header shows two at once', async () => {
    for (const authorization of ['Basic YTpi', `Bearer ${'x'.repeat(43)}`])
      expect(await ehr.ask({}, { authorization })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('is posted, and nothing is read there', async () => {
    // Like any type of resource that nobody without a token is told of.
    expect(await answerOf(await fetch(`${peerwork.url}/fhir/R4/token`))).toMatchObject({ status: 401, body: { error: 'invalid_request' } });
  });

  it('has no query beside it', async () => {
    const answer = await answerOf(await fetch(`${peerwork.url}/fhir/R4/token?scope=system/*.rs`, { method: 'POST', body: new URLSearchParams({ a: 'b' }) }));
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('a word that is not the machine’s own', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = (more: object = {}) => ({ iss: ehr.id, sub: ehr.id, aud: AUDIENCE, exp: seconds(240), jti: randomUUID(), ...more });
  const header = (more: object = {}) => ({ alg: 'ES384', typ: 'JWT', kid: ehr.key.jwk.kid, ...more });
  const hmac = (content: string, secret: string) => `${content}.${createHmac('sha384', secret).update(content).digest('base64url')}`;

  const forgeries: [string, () => Promise<string> | string][] = [
    ['is signed by nobody', () => `${part(header({ alg: 'none' }))}.${part(claims())}.`],
    ['is signed with the public key as a secret', () => hmac(`${part(header({ alg: 'HS384' }))}.${part(claims())}`, JSON.stringify(ehr.key.jwk))],
    [
      'is signed with its PEM as a secret',
      async () => hmac(`${part(header({ alg: 'HS256' }))}.${part(claims())}`, await exportSPKI((await importJWK(ehr.key.jwk, 'ES384')) as CryptoKey)),
    ],
    ['is signed with another key', () => ehr.assertion({}, { kid: ehr.key.jwk.kid }, stranger)],
    ['names a key of nobody', () => ehr.assertion({}, { kid: 'nobodys' })],
    ['names no key', () => ehr.assertion({}, { kid: undefined })],
    ['says that it was signed in another way', async () => (await ehr.assertion()).replace(/^[^.]+/, part(header({ alg: 'RS384' })))],
    ['has no type', () => ehr.assertion({}, { typ: undefined })],
    ['is of another type', () => ehr.assertion({}, { typ: 'at+jwt' })],
    ['brings its own key', () => ehr.assertion({}, { kid: stranger.jwk.kid, jwk: stranger.jwk }, stranger)],
    ['says where its key is certified', () => ehr.assertion({}, { x5u: 'https://keys.example/cert.pem' })],
    ['says where its keys are', () => ehr.assertion({}, { jku: 'https://keys.example/keys.json' })],
    [
      'asks for what is not understood',
      () => ehr.assertion({}, { crit: ['exp'] }).catch(async () => `${part(header({ crit: ['other'], other: 1 }))}.${part(claims())}.AAAA`),
    ],
    ['was changed afterwards', async () => (await ehr.assertion()).replace(/\.[^.]+\./, `.${part(claims({ jti: 'mine' }))}.`)],
    ['is of somebody unknown', () => ehr.assertion({ iss: randomUUID(), sub: randomUUID() })],
    ['is by one for another', () => ehr.assertion({ sub: randomUUID() })],
    ['does not say by whom', () => ehr.assertion({ iss: undefined })],
    ['does not say for whom', () => ehr.assertion({ sub: undefined })],
    ['is for nobody', () => ehr.assertion({ aud: undefined })],
    ['is for somebody else', () => ehr.assertion({ aud: 'https://elsewhere.example/fhir/R4/token' })],
    ['is for the address as it was reached', () => ehr.assertion({ aud: `${peerwork.url}/fhir/R4/token` })],
    ['is nearly for us', () => ehr.assertion({ aud: `${AUDIENCE}/` })],
    ['is for us and others', () => ehr.assertion({ aud: [AUDIENCE, 'https://elsewhere.example'] })],
    ['never ends', () => ehr.assertion({ exp: undefined })],
    ['ends after more than five minutes', () => ehr.assertion({ exp: seconds(330) })],
    ['is over', () => ehr.assertion({ exp: seconds(-30) })],
    ['ends at no number', () => ehr.assertion({ exp: `${seconds(200)}` })],
    ['was signed in the future', () => ehr.assertion({ iat: seconds(60) })],
    ['does not hold yet', () => ehr.assertion({ nbf: seconds(60) })],
    ['has no name', () => ehr.assertion({ jti: undefined })],
    ['has an empty name', () => ehr.assertion({ jti: '' })],
    ['has a number for a name', () => ehr.assertion({ jti: 7 })],
    ['has too long a name', () => ehr.assertion({ jti: 'x'.repeat(201) })],
    ['is no JWT', () => 'not.a.jwt'],
    ['has too many parts', async () => `${await ehr.assertion()}.more`],
    ['is encrypted', () => 'a.b.c.d.e'],
    ['is too long', async () => ehr.assertion({ more: 'x'.repeat(9_000) })],
  ];

  it.each(forgeries)('%s: it is refused as all the others are', async (_how, forged) => {
    await forgive();
    const before = (await tokensOf(ehr.id)).length;
    const reference = await ehr.ask({ client_assertion: 'not.a.jwt' });
    const answer = await ehr.ask({ client_assertion: await forged() });
    expect(answer).toMatchObject({ status: 401, body: INVALID_CLIENT });
    expect(answer.text).toBe(reference.text);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await tokensOf(ehr.id)).length).toBe(before);
    expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', action: 'POST /fhir/R4/token', account_id: null, status: 401 }]);
  });

  it('is refused where another client_id stands beside it', async () => {
    expect(await ehr.ask({ client_id: randomUUID() })).toMatchObject({ status: 401, body: INVALID_CLIENT });
    expect(await ehr.ask({ client_id: ehr.id })).toMatchObject({ status: 200 });
  });

  it('is refused where its key is for another algorithm', async () => {
    const key = await makeKey('RS384');
    const machine = await FarEhr.register(peerwork, { key });
    const rs256 = (await importJWK({ ...(await exportJWK(key.privateKey)), kid: key.jwk.kid }, 'RS256')) as CryptoKey;
    const assertion = await machine.assertion({}, {}, { ...key, privateKey: rs256, algorithm: 'RS256' as never });
    expect(await machine.ask({ client_assertion: assertion })).toMatchObject({ status: 401, body: INVALID_CLIENT });
    expect(await machine.ask()).toMatchObject({ status: 200 });
  });
});

describe('a machine’s word', () => {
  it('is good once', async () => {
    const assertion = await ehr.assertion();
    expect(await ehr.ask({ client_assertion: assertion })).toMatchObject({ status: 200 });
    expect(await ehr.ask({ client_assertion: assertion })).toMatchObject({ status: 401, body: INVALID_CLIENT });
  });

  it.each([
    ['used-before', async () => ehr.assertion({ jti: 'this one' })],
    ['ERR_JWT_EXPIRED exp', async () => ehr.assertion({ exp: seconds(-30) })],
    ['ERR_JWT_CLAIM_VALIDATION_FAILED aud', async () => ehr.assertion({ aud: 'https://elsewhere.example' })],
    ['ERR_JWS_SIGNATURE_VERIFICATION_FAILED', async () => ehr.assertion({}, { kid: ehr.key.jwk.kid }, stranger)],
    ['no-such-key', async () => ehr.assertion({}, { kid: 'nobodys' })],
    ['no-such-machine', async () => ehr.assertion({ iss: NOBODY, sub: NOBODY })],
    ['ends-too-late', async () => ehr.assertion({ exp: seconds(330) })],
  ])('that does not hold tells the log, and nobody else, why: %s', async (reason, make) => {
    await forgive();
    const assertion = await make();
    if (reason === 'used-before') await ehr.ask({ client_assertion: assertion });
    const { headers } = await ehr.ask({ client_assertion: assertion });
    const said = peerwork.watch.lines
      .map((line) => JSON.parse(line))
      .filter(({ source, requestId }) => source === 'machine-token' && requestId === headers.get('request-id'));
    expect(said.map((line) => line.reason)).toEqual([reason]);
  });

  it('says nothing by a claim of the name that doubts have here', async () => {
    expect(await ehr.ask({ client_assertion: await ehr.assertion({ doubt: 'none' }) })).toMatchObject({ status: 200 });
  });

  it('is good once also when fifty come with it at the same time', async () => {
    await forgive();
    const assertion = await ehr.assertion();
    const before = (await tokensOf(ehr.id)).length;
    const answers = await Promise.all(Array.from({ length: 50 }, () => ehr.ask({ client_assertion: assertion })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(49);
    expect((await tokensOf(ehr.id)).length).toBe(before + 1);
  }, 60_000);

  it('may have the same name as another machine’s', async () => {
    const other = await FarEhr.register(peerwork);
    const jti = randomUUID();
    for (const machine of [ehr, other]) expect(await machine.ask({ client_assertion: await machine.assertion({ jti }) })).toMatchObject({ status: 200 });
  });

  it('needs no time of signing', async () => {
    expect(await ehr.ask({ client_assertion: await ehr.assertion({ iat: undefined }) })).toMatchObject({ status: 200 });
  });

  it('that is over is forgotten by those who come after', async () => {
    await ehr.token('system/Patient.rs');
    await peerwork.rows(`update app.machine_assertions set expires_at = now() - interval '1 hour'`);
    await ehr.token('system/Patient.rs');
    expect(await peerwork.rows(`select from app.machine_assertions where expires_at < now()`)).toEqual([]);
  });
});

describe('refusals', () => {
  it('are counted by where they come from, and whoever comes with what holds is served all the same', async () => {
    await forgive();
    const answers = [];
    for (let at = 0; at < 62; at++) answers.push(await ehr.ask({ client_assertion: await ehr.assertion({ aud: 'https://elsewhere.example' }) }));
    expect(answers.slice(0, 60).every(({ status }) => status === 401)).toBe(true);
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
    expect(Number(answers.at(-1)!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await ehr.ask()).toMatchObject({ status: 200 });
    await forgive();
  }, 60_000);
});

it('is told where to ask, by what is set up and not by how it was reached', async () => {
  const answer = await answerOf(await fetch(`${peerwork.url}/fhir/R4/.well-known/smart-configuration`, { headers: { 'x-forwarded-host': 'evil.example' } }));
  expect(answer).toMatchObject({
    status: 200,
    body: {
      token_endpoint: AUDIENCE,
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
      scopes_supported: expect.arrayContaining(['system/*.rs']),
      capabilities: ['client-confidential-asymmetric', 'permission-v2'],
    },
  });
  expect(answer.body).not.toHaveProperty('issuer');
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
});

it('is told what is not taken there in the words that the contract promises', async () => {
  const [, operation] = OPERATIONS.find(([route]) => route === 'GET /fhir/R4/.well-known/smart-configuration')!;
  for (const [query, status] of [
    ['?colour=', 422],
    ['', 200],
  ] as const) {
    const answer = await fetch(`${peerwork.url}/fhir/R4/.well-known/smart-configuration${query}`);
    const heard = { status: answer.status, text: await answer.text(), headers: answer.headers };
    expect([query, heard.status, departures(operation, heard)]).toEqual([query, status, []]);
  }
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'fhir-kit-client';
import { importJWK, exportJWK, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { openDoor } from './door.ts';
import { ASSERTION_TYPE, FarEhr, makeKey } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';

const door = await openDoor();
const peerwork = launch({ PUBLIC_URL: door.url, EHR_HTTP_ON_LOOPBACK: 'true' });
const baseUrl = `${door.url}/fhir/R4`;
let stranger: Client;
let machine: FarEhr;
let goals: string[];
beforeAll(async () => {
  door.leadTo(peerwork.url);
  const center = await furnish(peerwork);
  goals = [center.goals.open.id, center.goals.paused.id, center.goals.met.id].sort();
  const key = await makeKey('ES384');
  machine = await FarEhr.register(peerwork, { key });
  await consented(peerwork, 'jordan', machine.recipientId);
  stranger = new Client({ baseUrl });
  const signing = await importJWK({ ...(await exportJWK(key.privateKey)), kid: key.jwk.kid! }, 'ES384');
  const { tokenUrl } = await stranger.smartAuthMetadata();
  const assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES384', typ: 'JWT', kid: key.jwk.kid! })
    .setIssuer(machine.id)
    .setSubject(machine.id)
    .setAudience(String(tokenUrl))
    .setIssuedAt()
    .setExpirationTime('4m')
    .sign(signing);
  const form = { grant_type: 'client_credentials', scope: 'system/*.rs', client_assertion_type: ASSERTION_TYPE, client_assertion: assertion };
  const answer = await fetch(tokenUrl!, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  expect([answer.status, typeof token]).toEqual([200, 'string']);
  stranger.bearerToken = token;
}, 60_000);
afterAll(() => door.close());

type Page = { resourceType: string; entry?: { resource: { id: string; resourceType: string } }[]; link: { relation: string; url: string }[] };

describe('a client that others wrote', () => {
  it('finds out where to ask for a token', async () => {
    const { tokenUrl } = await stranger.smartAuthMetadata();
    expect(String(tokenUrl)).toBe(`${baseUrl}/token`);
    expect(await stranger.capabilityStatement()).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', implementation: { url: baseUrl } });
  });

  it('reads, and follows a reference', async () => {
    const goal = (await stranger.read({ resourceType: 'Goal', id: goals[0]! })) as unknown as { id: string; subject: { reference: string } };
    expect(goal).toMatchObject({ resourceType: 'Goal', id: goals[0], subject: { reference: `Patient/${CLIENTS.jordan}` } });
    expect(await stranger.resolve({ reference: goal.subject.reference })).toMatchObject({ resourceType: 'Patient', birthDate: '1990-01-01' });
  });

  it('searches, and reads on to the end', async () => {
    const seen: string[] = [];
    let page = (await stranger.search({ resourceType: 'Goal', searchParams: { patient: CLIENTS.jordan, _count: 1 } })) as unknown as Page | undefined;
    for (; page; page = (await stranger.nextPage({ bundle: page as never })) as unknown as Page | undefined) {
      expect(page.entry!.length).toBe(1);
      seen.push(...page.entry!.map(({ resource }) => resource.id));
    }
    expect(seen.sort()).toEqual(goals);
  });

  it('searches by a form, with what it wants to have included', async () => {
    const searchParams = { name: CAST.ana.name, _total: 'accurate' };
    const page = (await stranger.search({ resourceType: 'Practitioner', searchParams, options: { postSearch: true } as never })) as unknown as Page & {
      total: number;
    };
    expect([page.total, page.entry![0]!.resource.id]).toEqual([1, CAST.ana.id]);
    const included = (await stranger.search({ resourceType: 'Goal', searchParams: { patient: CLIENTS.jordan, _include: 'Goal:patient' } })) as unknown as Page;
    expect(included.entry!.map(({ resource }) => resource.resourceType)).toContain('Patient');
  });

  it('is told what is wrong as it expects to be', async () => {
    const failure = async (asked: Promise<unknown>) =>
      asked.then(
        () => null,
        (error: any) => ({ status: error.response?.status, data: error.response?.data }),
      );
    expect(await failure(stranger.read({ resourceType: 'Patient', id: CLIENTS.sam }))).toMatchObject({
      status: 404,
      data: { resourceType: 'OperationOutcome' },
    });
    expect(await failure(stranger.search({ resourceType: 'Goal', searchParams: { patient: CLIENTS.jordan, 'start-date': 'x' } }))).toMatchObject({
      status: 400,
      data: { resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] },
    });
    expect(await failure(new Client({ baseUrl }).read({ resourceType: 'Patient', id: CLIENTS.jordan }))).toMatchObject({
      status: 401,
      data: { resourceType: 'OperationOutcome' },
    });
  });
});

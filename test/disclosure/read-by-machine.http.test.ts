import { beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { AuditTrail } from '../../src/modules/audit/index.ts';
import { Disclosure } from '../../src/modules/disclosure/index.ts';
import type { Machine } from '../../src/platform/access/actor.ts';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.ts';
import { active, complete, typeOf } from '../consent/given.ts';
import { FarEhr, SETTINGS } from '../ehr/far-ehr.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { readIn } from './held.ts';

const peerwork = launch(SETTINGS);
const path = `/v1/clients/${CLIENTS.jordan}/disclosures`;
const ACCOUNTANTS: Who[] = ['ana', 'sue', 'nadia', 'priya'];
let far: FarEhr;
let consent: { id: string; version: number };
let read: string;
let asked: string;

/** As a reading by FHIR leaves it: in the machine's name and for its recipient. */
function showToMachine(clientId: string): Promise<string> {
  const [work, audit] = [peerwork.app.get(UnitOfWork), peerwork.app.get(AuditTrail)];
  const { id, recipientId } = far;
  const machine: Machine = { id, recipientId, name: 'EHR of the clinic', role: 'machine', purpose: 'treatment', scopes: ['system/*.rs'], requestId: uuid() };
  return work.run('machine', id, async () => {
    await work.rows({ text: `select set_config('app.recipient_id', $1, true)`, values: [recipientId] });
    const grounds = { basis: 'consent', consentId: consent.id, consentVersion: consent.version };
    const what = { categories: new Set(['goals', 'demographics']), ids: new Map([['Goal', new Set([UNKNOWN])]]) };
    const line = Disclosure.toMachine(machine, { clientId, ...grounds, ...what });
    await work.insert(line);
    audit.record(machine, 'disclosure.read-by-machine', id, { clientIds: [clientId], recipientId, purpose: machine.purpose });
    return line.id;
  });
}

beforeAll(async () => {
  // What prints takes jest seconds to load, in which nobody else would be heard.
  await import('../../src/modules/session-note/note-pages.ts');
  far = await FarEhr.register(peerwork);
  consent = await active(peerwork, complete(far.recipientId));
  const wish = { recipientId: far.recipientId, purpose: 'treatment', categories: ['goals'] };
  asked = (await peerwork.as('ana').post(path, wish)).body.id;
  read = await showToMachine(CLIENTS.jordan);
});

describe('what a machine read', () => {
  it.each(ACCOUNTANTS)('stands in the accounting for %s, with the machine and nobody of the staff', async (who) => {
    const { status, body } = await peerwork.as(who).get(`/v1/disclosures/${read}`);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        ...{ id: read, clientId: CLIENTS.jordan, requestedBy: null, machineClientId: far.id, machineName: 'EHR of the clinic' },
        ...{ recipientId: far.recipientId, recipientName: expect.stringContaining('Clinic'), purpose: 'treatment', status: 'sent' },
        ...{ basis: 'consent', consentId: consent.id, notice: '2.32-a2', categories: ['goals', 'demographics'] },
        manifest: [{ kind: 'Goal', ids: [UNKNOWN], fields: ['*'] }],
      },
    });
    const { items } = (await peerwork.as(who).get(path)).body;
    expect(items.find(({ id }: { id: string }) => id === read)).toMatchObject({ requestedBy: null, machineClientId: far.id, status: 'sent' });
  });

  it('is told from what somebody of the staff asked for', async () => {
    const { body } = await peerwork.as('ana').get(`/v1/disclosures/${asked}`);
    expect(body).toMatchObject({ requestedBy: CAST.ana.id, machineClientId: null, machineName: null });
  });

  it('P2-19 is named on paper as read by that machine', async () => {
    const words = await readIn(peerwork, path, 'priya');
    expect(words).toContain('Read by machine EHR of the clinic');
    expect(words.split('Read by machine')).toHaveLength(2);
    for (const id of [read, asked]) expect(words).toContain(id);
    expect(await readIn(peerwork, path, 'ana')).toContain('Read by machine EHR of the clinic');
  });

  it('is called what its machine is called now, and stays when that one is disabled', async () => {
    const named = `/v1/machine-clients/${far.id}`;
    const changed = await peerwork.as('ada').patch(named, { name: 'EHR of the new clinic' }, { version: 1 });
    expect(changed.status).toBe(200);
    const disabled = await peerwork.as('ada').put(`${named}/disabling`, {}, { version: changed.body.version });
    expect(disabled.status).toBe(200);
    expect((await peerwork.as('ana').get(`/v1/disclosures/${read}`)).body).toMatchObject({ machineName: 'EHR of the new clinic' });
    const enabled = await peerwork.as('ada').delete(`${named}/disabling`, { version: disabled.body.version });
    await peerwork.as('ada').patch(named, { name: 'EHR of the clinic' }, { version: enabled.body.version });
  });

  it('left already, and is not fetched once more from here', async () => {
    for (const who of ['ana', 'sue'] as const)
      expect(typeOf(await peerwork.as(who).get(`/v1/disclosures/${read}/content`))).toBe('409 disclosure-without-content');
    const [row] = await peerwork.rows('select status, version from app.disclosures where id = $1', [read]);
    expect(row).toEqual({ status: 'sent', version: 1 });
  });

  it('is hidden from whoever does not see the client, and refused to who reads no accounting', async () => {
    for (const who of ['ben', 'olive', 'otto'] as const) {
      const [hidden, unknown] = [await peerwork.as(who).get(`/v1/disclosures/${read}`), await peerwork.as(who).get(`/v1/disclosures/${UNKNOWN}`)];
      expect([hidden.status, hidden.text]).toEqual([404, unknown.text]);
    }
    for (const who of ['max', 'ada'] as const) expect((await peerwork.as(who).get(`/v1/disclosures/${read}`)).status).toBe(403);
  });
});

it('names machines to those who read an accounting, and shows them nothing else of one', async () => {
  const as = (who: Who, role: string, text: string) =>
    peerwork.rows(`begin; set local role app_${role}; select set_config('app.account_id', '${CAST[who].id}', true); ${text}; rollback`);
  await peerwork.rows('rollback');
  for (const [who, role] of [['ana', 'peer_specialist'] as const, ['sue', 'supervisor'] as const, ['nadia', 'clinician'] as const]) {
    await as(who, role, 'select id, name from app.machine_clients');
    await expect(as(who, role, 'select jwks from app.machine_clients')).rejects.toThrow(/permission denied/);
    await peerwork.rows('rollback');
  }
  await expect(as('max', 'program_manager', 'select name from app.machine_clients')).rejects.toThrow(/permission denied/);
  await peerwork.rows('rollback');
});

import { beforeAll, expect, it } from '@jest/globals';
import type { ClientFigures } from '../../src/modules/caseload-report/caseload-report.dto.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { at, FORMULA, KNOWN, knowCenter, on } from './known-center.ts';

const peerwork = launch();
beforeAll(() => knowCenter(peerwork));

const PATH = '/v1/reports/caseload/clients';
const rows = async (who: Who, query = ''): Promise<ClientFigures[]> => (await peerwork.as(who).get(`${PATH}?asOf=${on(0)}&limit=100${query}`)).body.items;
const ids = (clients: ClientFigures[]) => clients.map(({ clientId }) => clientId);

it('counts every client of a team', async () => {
  const { status, body } = await peerwork.as('sue').get(`${PATH}?asOf=${on(0)}`);
  expect(status).toBe(200);
  const ana = { peerSpecialistId: CAST.ana.specialistId, peerSpecialist: 'Ana', program: 'therapy', contactIntervalDays: 7 };
  expect(body).toEqual({
    items: [
      {
        clientId: KNOWN.skye,
        code: 'PW-TEST-SKYE',
        preferredName: '@SUM(1+1)',
        ...ana,
        daysInProgram: 40,
        assignedSince: on(60),
        lastContactOn: on(3),
        daysSinceContact: 3,
        lastContactByPrimaryOn: on(3),
        nextDueOn: on(-4),
        overdueDays: 0,
        dueReason: 'interval',
        onHold: null,
        attemptsSinceLastContact: 0,
        contacts: 1,
        minutes: 20,
        openGoals: 0,
        goalsWithoutCheckIn: 0,
        notesUnsigned: 0,
        notesAwaitingCosignature: 0,
        notesReturned: 0,
        handOff: null,
      },
      {
        clientId: KNOWN.quinn,
        code: 'PW-TEST-QUINN',
        preferredName: FORMULA,
        ...ana,
        daysInProgram: 100,
        assignedSince: on(10),
        lastContactOn: on(12),
        daysSinceContact: 12,
        lastContactByPrimaryOn: null,
        nextDueOn: on(5),
        overdueDays: 5,
        dueReason: 'interval',
        onHold: null,
        attemptsSinceLastContact: 1,
        contacts: 2,
        minutes: 80,
        openGoals: 1,
        goalsWithoutCheckIn: 0,
        notesUnsigned: 1,
        notesAwaitingCosignature: 0,
        notesReturned: 0,
        handOff: null,
      },
      {
        clientId: KNOWN.sam,
        code: 'PW-TEST-SAM',
        preferredName: null,
        ...ana,
        peerSpecialistId: CAST.ben.specialistId,
        peerSpecialist: 'Ben',
        daysInProgram: 100,
        assignedSince: on(100),
        lastContactOn: on(2),
        daysSinceContact: 2,
        lastContactByPrimaryOn: on(2),
        nextDueOn: on(-5),
        overdueDays: 0,
        dueReason: 'interval',
        onHold: null,
        attemptsSinceLastContact: 0,
        contacts: 3,
        minutes: 90,
        openGoals: 0,
        goalsWithoutCheckIn: 0,
        notesUnsigned: 1,
        notesAwaitingCosignature: 1,
        notesReturned: 0,
        handOff: null,
      },
      {
        clientId: KNOWN.jordan,
        code: 'PW-TEST-JORDAN',
        preferredName: null,
        ...ana,
        daysInProgram: 100,
        assignedSince: on(100),
        lastContactOn: on(9),
        daysSinceContact: 9,
        lastContactByPrimaryOn: on(9),
        nextDueOn: on(2),
        overdueDays: 2,
        dueReason: 'interval',
        onHold: null,
        attemptsSinceLastContact: 3,
        contacts: 3,
        minutes: 135,
        openGoals: 4,
        goalsWithoutCheckIn: 2,
        notesUnsigned: 4,
        notesAwaitingCosignature: 1,
        notesReturned: 1,
        handOff: null,
      },
    ],
    next: null,
  });
});

it('counts from the admission when there never was a contact', async () => {
  const riley = (await rows('otto')).find(({ clientId }) => clientId === KNOWN.riley);
  expect(riley).toMatchObject({
    lastContactOn: null,
    daysSinceContact: null,
    lastContactByPrimaryOn: null,
    assignedSince: on(100),
    nextDueOn: on(97),
    overdueDays: 97,
    dueReason: 'first-contact',
    onHold: null,
    attemptsSinceLastContact: 0,
    contacts: 0,
    minutes: 0,
  });
});

it('has the unassigned in nobody’s caseload', async () => {
  expect(ids(await rows('max'))).toEqual([KNOWN.ellis, KNOWN.devon, KNOWN.skye, KNOWN.quinn, KNOWN.riley, KNOWN.sam, KNOWN.jordan]);
  expect(ids(await rows('sue'))).not.toContain(CLIENTS.casey);
});

it('has no client twice and none of whom one only covers', async () => {
  expect(ids(await rows('ben'))).toEqual([KNOWN.sam]);
});

it('shows no drafts but one’s own', async () => {
  const [skye, quinn, jordan] = await rows('ana');
  expect(skye).toMatchObject({ clientId: KNOWN.skye });
  expect(quinn).toMatchObject({ clientId: KNOWN.quinn, notesUnsigned: 0, contacts: 2 });
  expect(jordan).toMatchObject({ clientId: KNOWN.jordan, notesUnsigned: 4, notesReturned: 1 });
  expect(await rows('nadia')).toMatchObject([{ clientId: KNOWN.jordan, notesUnsigned: 0, notesReturned: 0, notesAwaitingCosignature: 1 }]);
});

it('shows whose client and in which program it was on a day in the past', async () => {
  const then = (ago: number) => peerwork.as('sue').get(`${PATH}?asOf=${on(ago)}`);
  const of = async (ago: number, client: string) => (await then(ago)).body.items.find(({ clientId }: ClientFigures) => clientId === client);
  expect(await of(11, KNOWN.quinn)).toMatchObject({ peerSpecialist: 'Ben', assignedSince: on(100), lastContactByPrimaryOn: on(12), overdueDays: 0 });
  expect(await of(10, KNOWN.quinn)).toMatchObject({ peerSpecialist: 'Ana', assignedSince: on(10), lastContactByPrimaryOn: null });
  expect(await of(41, KNOWN.skye)).toMatchObject({ program: 'detox', contactIntervalDays: 1, daysInProgram: 19, nextDueOn: on(44), overdueDays: 3 });
  expect(await of(40, KNOWN.skye)).toMatchObject({ program: 'therapy', contactIntervalDays: 7, daysInProgram: 0 });
  expect(await of(61, KNOWN.skye)).toBeUndefined();
});

it('narrows to a program, a supervisor and a specialist', async () => {
  expect(ids(await rows('max', '&program=supportive-living'))).toEqual([KNOWN.ellis, KNOWN.devon, KNOWN.riley]);
  expect(ids(await rows('max', `&supervisorId=${CAST.otto.id}`))).toEqual([KNOWN.ellis, KNOWN.devon, KNOWN.riley]);
  expect(ids(await rows('max', `&peerSpecialistId=${CAST.ben.specialistId}`))).toEqual([KNOWN.sam]);
});

it('pages without skipping or repeating, and logs whom each page showed', async () => {
  const seen: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const answer = await peerwork.as('max').get(`${PATH}?asOf=${on(0)}&limit=3${next && `&after=${next}`}`);
    const page: string[] = ids(answer.body.items);
    const [look] = await peerwork.looks(answer);
    expect(look).toMatchObject({ kind: 'access', action: `GET ${PATH}`, account_id: CAST.max.id, status: 200 });
    expect([...look!.client_ids].sort()).toEqual([...page].sort());
    seen.push(...page);
    next = answer.body.next;
  }
  expect(seen).toEqual(ids(await rows('max')));
});

it('refuses a page marker that is not one of ours', async () => {
  expect(await peerwork.as('max').get(`${PATH}?after=rubbish`)).toMatchObject({ status: 422, body: { type: '/problems/bad-cursor' } });
});

it('knows no due day of a client outside every program', async () => {
  await peerwork.rows('set session_replication_role = replica');
  await peerwork.rows('update app.stays set ends_at = $1 where client_id = $2', [at(1), KNOWN.riley]);
  await peerwork.rows('set session_replication_role = origin');
  const riley = (await rows('otto')).find(({ clientId }) => clientId === KNOWN.riley);
  expect(riley).toMatchObject({
    program: null,
    daysInProgram: null,
    contactIntervalDays: null,
    nextDueOn: null,
    overdueDays: null,
    dueReason: null,
    onHold: null,
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { daysAgo, type Note, signed } from '../session-note/session.ts';
import { asOwner, coveredBy, day, tieToGroup } from './payers.ts';

const peerwork = launch();
const GROUP = '01900000-0000-7000-8003-000000000001';
const DAYS = `from=${day(10)}&to=${day(0)}`;
const lines = (query = DAYS, who: Who = 'max') => peerwork.as(who).get(`/v1/claim-lines?${query}`);
let code: string;
let notes: Note[];

beforeAll(async () => {
  await asOwner(peerwork, 'update app.programs set cosignature_required = false');
  code = await coveredBy(peerwork, 'jordan');
  notes = [];
  for (const days of [1, 2, 2.9, 2.5]) notes.push(await signed(peerwork, 'ana', 'jordan', { ...daysAgo(days), intervention: 'Something that was said' }));
  await signed(peerwork, 'ana', 'jordan', { ...daysAgo(1.5), outcome: 'no-show' });
  // Nobody pays for Sam.
  await signed(peerwork, 'ben', 'sam', daysAgo(1));
  await tieToGroup(peerwork, GROUP, notes[0]!.id);
});

describe('GET /v1/claim-lines', () => {
  it('has a line for each note that is ready, the latest day first', async () => {
    const { status, body } = await lines();
    expect(status).toBe(200);
    const inOrder = [...notes].sort((a, b) => (`${a['serviceOn']} ${a.id}` < `${b['serviceOn']} ${b.id}` ? 1 : -1));
    expect(body.items.map(({ noteId }: { noteId: string }) => noteId)).toEqual(inOrder.map(({ id }) => id));
    expect(body.next).toBeNull();
    const { id, startedAt, endedAt, serviceOn } = notes[0]!;
    expect(body.items[0]).toEqual({
      ...{ id, noteId: id, clientId: CLIENTS.jordan, kind: 'original', corrects: null, code: 'H0038', modifiers: ['HQ'] },
      ...{ serviceOn, startedAt, endedAt, minutes: 30, units: 2, payer: code, ruleSetVersion: 1, exportedAt: null },
      ...{ peerSpecialistId: CAST.ana.specialistId, specialistName: 'Ana', credential: 'CPRS CPRS-ana (State Board)' },
      ...{ basis: 'consent', consentId: expect.any(String), scope: `Consent of ${day(90)}: attendance; for payment` },
      notice: '42 CFR part 2 prohibits unauthorized use or disclosure of these records.',
    });
    expect(body.items[1].modifiers).toEqual([]);
  });

  it('comes in pages that neither skip nor repeat, full but for the last, past notes that have no line', async () => {
    const found: string[] = [];
    const sizes: number[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body } = await lines(`${DAYS}&limit=1${next && `&after=${next}`}`);
      found.push(...body.items.map(({ id }: { id: string }) => id));
      sizes.push(body.items.length);
      next = body.next;
    }
    expect(found).toEqual((await lines()).body.items.map(({ id }: { id: string }) => id));
    expect(sizes).toEqual([1, 1, 1, 1]);
  });

  it('keeps to the days, and without any to the last thirty', async () => {
    const only = notes[1]!;
    const { body } = await lines(`from=${String(only['serviceOn'])}&to=${String(only['serviceOn'])}`);
    expect(body.items.map(({ noteId }: { noteId: string }) => noteId)).toContain(only.id);
    for (const { serviceOn } of body.items) expect(serviceOn).toBe(only['serviceOn']);
    await asOwner(peerwork, 'update app.session_notes set service_on = service_on - 31 where id = $1', [notes[3]!.id]);
    const month = (await lines('')).body.items;
    await asOwner(peerwork, 'update app.session_notes set service_on = service_on + 31 where id = $1', [notes[3]!.id]);
    expect(month).toHaveLength(3);
  });

  it.each([
    [`from=${day(0)}&to=${day(1)}`, '#/to'],
    [`from=${day(100)}&to=${day(0)}`, '#/to'],
    ['from=yesterday', '#/from'],
    ['to=2026-02-30', '#/to'],
    ['limit=0', '#/limit'],
  ])('refuses %s', async (query, pointer) => {
    expect(await lines(query)).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer }] } });
  });

  it('takes no marker that is not one of its own', async () => {
    expect((await lines(`${DAYS}&after=x`)).body).toMatchObject({ type: '/problems/bad-cursor' });
  });

  it.each(['ana', 'sue', 'nadia', 'priya', 'ada'] as const)('is not for %s', async (who) => {
    expect((await lines(DAYS, who)).body).toMatchObject({ type: '/problems/role-may-not' });
  });
});

describe('as a file', () => {
  const file = () => peerwork.as('max').get(`/v1/claim-lines?${DAYS}&limit=1`, { headers: { accept: 'text/csv' } });

  it('has all lines, whatever the page, and says what it is', async () => {
    const { text, headers } = await file();
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="claim-lines-${day(10)}-${day(0)}.csv"`);
    const [header, ...rows] = text
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n');
    expect(header).toBe(
      'Service on,Client,Payer,Rules version,Code,Modifiers,Started at,Ended at,Minutes,Units,Specialist id,Specialist,Credential,Kind,Corrects,Line,Note,Exported at,Basis,Consent,Scope,Notice',
    );
    expect(rows).toHaveLength(notes.length);
    expect(rows[0]).toContain(`,H0038,HQ,${notes[0]!.startedAt},${notes[0]!.endedAt},30,2,`);
  });

  it('has no word of a note, and is on the trail with whom it shows', async () => {
    const answer = await file();
    expect(answer.text).not.toMatch(/said|sponsor|Meet/);
    expect(await peerwork.looks(answer)).toMatchObject([{ client_ids: [CLIENTS.jordan] }]);
  });
});

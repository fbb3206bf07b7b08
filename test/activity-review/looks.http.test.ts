import { beforeAll, describe, expect, it } from '@jest/globals';
import { typeOf } from '../consent/given.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { clock, looked } from './looked.ts';

const peerwork = launch();
const { ana, olive } = CAST;
let events: string[];
const looks = (path: string, options: object = {}) => peerwork.as('priya').get(`/v1/${path}`, options);

beforeAll(async () => {
  const clients = [CLIENTS.jordan];
  const seen = await looked(
    peerwork,
    'ana',
    { at: clock(40, '10:00'), clients },
    { at: clock(3, '10:00'), clients: [CLIENTS.jordan, CLIENTS.sam], action: 'GET /v1/clients' },
    { at: clock(2, '10:00'), clients: [CLIENTS.sam], kind: 'refusal' },
  );
  events = [...seen, ...(await looked(peerwork, 'olive', { at: clock(1, '10:00'), clients, kind: 'refusal' }))];
});

describe('the looks at a client', () => {
  it('are who saw something of him or tried to, the latest first, and the reviewer’s own among them', async () => {
    const path = `clients/${CLIENTS.jordan}/looks`;
    const first = await looks(path);
    expect(first.body.items.map(({ id }: { id: string }) => id)).toEqual([events[3], events[1], events[0]]);
    expect(first.body.items[0]).toEqual({
      ...{ id: events[3], at: clock(1, '10:00').toISOString(), kind: 'refusal', accountId: olive.id, accountName: 'Olive', role: 'peer-specialist' },
      ...{ action: 'GET /v1/clients/:id', subjectId: CLIENTS.jordan, clientIds: [CLIENTS.jordan], status: 404 },
    });
    const again = await looks(path);
    expect(again.body.items[0]).toMatchObject({ kind: 'access', accountName: 'Priya', action: 'GET /v1/clients/:id/looks', status: 200 });
    expect((await peerwork.looks(again))[0]).toMatchObject({ kind: 'access', client_ids: [CLIENTS.jordan] });
  });

  it('are narrowed by time and paged', async () => {
    const path = `clients/${CLIENTS.jordan}/looks?to=${clock(0, '00:00').toISOString()}`;
    const one = (await looks(`${path}&limit=2`)).body;
    const two = (await looks(`${path}&limit=2&after=${one.next}`)).body;
    expect([...one.items, ...two.items].map(({ id }) => id)).toEqual([events[3], events[1], events[0]]);
    expect(two.next).toBeNull();
    const late = await looks(`${path}&from=${clock(3, '00:00').toISOString()}`);
    expect(late.body.items).toHaveLength(2);
    for (const query of ['from=yesterday', 'after=x', 'limit=0']) expect((await looks(`clients/${CLIENTS.jordan}/looks?${query}`)).status).toBe(422);
  });

  it('are a file for a spreadsheet, all at once', async () => {
    const file = await looks(`clients/${CLIENTS.jordan}/looks?limit=1&to=${clock(0, '00:00').toISOString()}`, { headers: { accept: 'text/csv' } });
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="looks-at-${CLIENTS.jordan}.csv"`);
    const [head, ...lines] = file.text.replace('\uFEFF', '').trim().split('\r\n');
    expect(head).toBe('At,Who,Role,Kind,What,Status,Clients,Subject,Account,Event');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('Olive,peer-specialist,refusal');
  });

  it('of nobody are nowhere', async () => {
    expect(typeOf(await looks(`clients/${UNKNOWN}/looks`))).toBe('404 not-found');
    expect(typeOf(await looks(`clients/${UNKNOWN}/looks`, { headers: { accept: 'text/csv' } }))).toBe('404 not-found');
  });
});

describe('the looks of an account', () => {
  it('are what its holder saw or tried to see', async () => {
    const page = await looks(`accounts/${ana.id}/looks?from=${clock(9, '00:00').toISOString()}`);
    expect(page.body.items.map(({ id, clientIds }: { id: string; clientIds: string[] }) => [id, clientIds])).toEqual([
      [events[2], [CLIENTS.sam]],
      [events[1], [CLIENTS.jordan, CLIENTS.sam]],
    ]);
    const file = await looks(`accounts/${ana.id}/looks`, { headers: { accept: 'text/csv' } });
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="looks-of-${ana.id}.csv"`);
    expect(file.text.trim().split('\r\n')).toHaveLength(4);
    expect((await peerwork.looks(file))[0]).toMatchObject({ action: 'GET /v1/accounts/:id/looks', account_id: CAST.priya.id });
  });

  it('of nobody are nowhere', async () => {
    expect(typeOf(await looks(`accounts/${UNKNOWN}/looks`))).toBe('404 not-found');
  });
});

import { register } from '../client/person.ts';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';

const peerwork = launch();

it('shows the privacy officer what was changed, looked at and refused, newest first', async () => {
  const invited = await peerwork.as('ada').post('/v1/accounts', { email: 'trail@center.example', name: 'Trail', role: 'clinician' });
  await peerwork.as('ada').get(`/v1/accounts/${invited.body.id}`);
  await peerwork.as('ana').get(`/v1/accounts/${invited.body.id}`);
  const { body } = await peerwork.as('priya').get('/v1/audit-events?limit=4');
  expect(body.items).toMatchObject([
    { kind: 'refusal', action: 'GET /v1/accounts/:id', accountId: CAST.ana.id, role: 'peer-specialist', status: 403, subjectId: invited.body.id },
    { kind: 'access', action: 'GET /v1/accounts/:id', accountId: CAST.ada.id, status: 200, subjectId: invited.body.id },
    { kind: 'access', action: 'POST /v1/accounts', status: 201, requestId: invited.headers.get('request-id') },
    {
      kind: 'change',
      action: 'account.invited',
      accountId: CAST.ada.id,
      subjectId: invited.body.id,
      requestId: invited.headers.get('request-id'),
      facts: { role: 'clinician' },
    },
  ]);
  expect(JSON.stringify(body)).not.toContain('trail@center.example');
});

it('keeps of a change apart whom it concerns and what is told of it', async () => {
  const id = await register(peerwork);
  expect(await peerwork.trail(id)).toEqual([
    { action: 'client.registered', account_id: CAST.max.id, client_ids: [id], facts: { confirmedNotDuplicateOf: [] } },
  ]);
  const { body } = await peerwork.as('ada').post('/v1/accounts', { email: 'apart@center.example', name: 'Apart', role: 'clinician' });
  expect(await peerwork.rows('select client_ids, role, status from app.audit_events where subject_id = $1 and kind = $2', [body.id, 'change'])).toEqual([
    { client_ids: [], role: 'administrator', status: null },
  ]);
});

it('finds by account, client and time', async () => {
  await peerwork.as('ada').get('/v1/accounts');
  const byAda = await peerwork.as('priya').get(`/v1/audit-events?accountId=${CAST.ada.id}&limit=100`);
  expect(byAda.body.items.length).toBeGreaterThan(0);
  for (const { accountId } of byAda.body.items) expect(accountId).toBe(CAST.ada.id);
  const future = new Date(Date.now() + 60_000).toISOString();
  expect((await peerwork.as('priya').get(`/v1/audit-events?from=${future}`)).body).toEqual({ items: [], next: null });
  const [first] = (await peerwork.rows<{ at: Date }>('select min(at) as at from app.audit_events')) as [{ at: Date }];
  expect((await peerwork.as('priya').get(`/v1/audit-events?to=${first.at.toISOString()}`)).body).toEqual({ items: [], next: null });
  expect((await peerwork.as('priya').get(`/v1/audit-events?clientId=${UNKNOWN}`)).body.items).toEqual([]);
});

it('hands out one page after the other', async () => {
  const until = new Date().toISOString();
  const whole = (await peerwork.as('priya').get(`/v1/audit-events?to=${until}&limit=100`)).body.items;
  const pages: unknown[] = [];
  for (let after = ''; after !== null;) {
    const { body } = await peerwork.as('priya').get(`/v1/audit-events?to=${until}&limit=3${after && `&after=${after}`}`);
    pages.push(...body.items);
    after = body.next;
  }
  expect(whole.length).toBeGreaterThan(3);
  expect(pages).toEqual(whole);
});

it('logs the review itself', async () => {
  const review = await peerwork.as('priya').get(`/v1/audit-events?clientId=${CLIENTS.jordan}`);
  expect(await peerwork.looks(review)).toMatchObject([{ kind: 'access', action: 'GET /v1/audit-events', account_id: CAST.priya.id }]);
});

it.each(['ana', 'sue', 'nadia', 'max', 'ada'] as const)('refuses %s', async (who) => {
  expect((await peerwork.as(who).get('/v1/audit-events')).status).toBe(403);
});

it('refuses a query that it does not understand, by pointer', async () => {
  const answer = await peerwork.as('priya').get('/v1/audit-events?clientId=x&from=yesterday&who=me');
  expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(['#/clientId', '#/from', '#/who']);
});

it('answers 503 and shows nothing when the look cannot be logged', async () => {
  await peerwork.rows(`alter table app.audit_events add constraint shut check (kind <> 'access') not valid`);
  try {
    const answer = await peerwork.as('ada').get(`/v1/accounts/${CAST.ana.id}`);
    expect(answer).toMatchObject({ status: 503, body: { type: '/problems/trail-away' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.text).not.toContain('ana@center.example');
  } finally {
    await peerwork.rows('alter table app.audit_events drop constraint shut');
  }
});

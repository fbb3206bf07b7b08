import { describe, expect, test } from '@jest/globals';
import { ImportRunner } from '../../src/modules/intake/index.ts';
import { launch, type Answer } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { sized } from '../support/proof.ts';

const peerwork = launch();

const HEADER = 'First Name,last_name,DOB,Phone,ok to text,MRN,Program,Admitted on,Peer specialist,Favourite colour';
const sheet = (...lines: string[]) => `\uFEFF${[HEADER, ...lines].join('\r\n')}\r\n`;
const person = (n: number | string, { mrn = '', born = '1/31/1980', program = '', on = '', to = '' } = {}) =>
  `Paper${n},Testperson,${born},,,${mrn},${program},${on},${to},blue`;

const check = (who: Who, csv: string, options = {}) => peerwork.as(who).post('/v1/clients/imports', { fileName: 'roster.csv', csv }, options);
const start = (who: Who, { body }: Answer) => peerwork.as(who).put(`/v1/clients/imports/${body.id}/start`, undefined, { version: body.version });
const read = (who: Who, { body }: Answer) => peerwork.as(who).get(`/v1/clients/imports/${body.id}`);
const lines = async (who: Who, { body }: Answer, query = '') => (await peerwork.as(who).get(`/v1/clients/imports/${body.id}/lines${query}`)).body.items;
const run = () => peerwork.app.get(ImportRunner).round();
const imported = async (who: Who, csv: string): Promise<Answer> => {
  const checked = await check(who, csv);
  expect(checked.status).toBe(201);
  expect((await start(who, checked)).status).toBe(200);
  await run();
  return read(who, checked);
};
const TABLES = ['clients', 'client_contact_points', 'client_identifiers', 'episodes', 'stays', 'assignments'];
const checksums = async () =>
  Promise.all(
    TABLES.map(
      async (table) => (await peerwork.rows(`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum, count(*) from app.${table} t`))[0],
    ),
  );
const countOf = async (n: string) => (await peerwork.rows(`select count(*)::integer as n from app.clients where given_name like $1`, [n]))[0]!['n'];

describe('a roster', () => {
  test('is checked, started and carried out, and the same again changes nothing', async () => {
    const csv = sheet(
      'Pat,Testperson,1/31/1980,+1 555 0101,yes,M-1,Detox,2026-01-05,ana@center.example,blue',
      'Lee,Testperson,1981-02-03,,,,,,,"green, or ""teal"""',
      'Kim,Testperson,1/31/80,,,,,,,red',
      'Jordan,Testperson,1990-01-01,,,,,,,red',
      'Nim,Testperson,1982-02-03,,,M-1,,,,red',
    );
    const before = await checksums();
    const checked = await check('sue', csv);
    expect(checked.status).toBe(201);
    expect(checked.body).toMatchObject({ fileName: 'roster.csv', state: 'checked', lines: 5, ignoredColumns: ['Favourite colour'] });
    expect(checked.body.counts).toEqual({ ready: 2, held: 1, faulty: 2, created: 0, unchanged: 0, skipped: 0 });
    expect(await checksums()).toEqual(before);
    const found = await lines('sue', checked);
    expect(found.map(({ line, status }: any) => [line, status])).toEqual([
      [2, 'ready'],
      [3, 'ready'],
      [4, 'faulty'],
      [5, 'held'],
      [6, 'faulty'],
    ]);
    expect(found[2].problems).toEqual([{ column: 'birth date', expected: expect.stringContaining('four digits') }]);
    expect(found[3].possibleDuplicates).toEqual([CLIENTS.jordan]);
    expect(found[4].problems).toEqual([{ column: 'identifier value', expected: expect.stringContaining('line 2') }]);
    const started = await start('sue', checked);
    expect([started.status, started.body.state]).toEqual([200, 'running']);
    await run();
    const done = await read('sue', checked);
    expect(done.body).toMatchObject({ state: 'done', linesDone: 5, counts: { created: 2, held: 1, faulty: 2 } });
    const [pat] =
      await peerwork.rows(`select c.*, e.admitted_at, s.program_code, a.role, a.peer_specialist_id, p.ok_to_text, i.system from app.clients c join app.episodes e on e.client_id = c.id
      join app.stays s on s.client_id = c.id join app.assignments a on a.client_id = c.id join app.client_contact_points p on p.client_id = c.id join app.client_identifiers i on i.client_id = c.id where given_name = 'Pat'`);
    expect(pat).toMatchObject({
      program_code: 'detox',
      role: 'primary',
      peer_specialist_id: CAST.ana.specialistId,
      ok_to_text: true,
      system: 'clinic-mrn',
      registered_by: CAST.sue.id,
    });
    expect(pat!['admitted_at']).toEqual(new Date('2026-01-05T00:00:00Z'));
    expect(await peerwork.trail(pat!['id'])).toMatchObject([{ action: 'client.registered', account_id: CAST.sue.id, facts: { importId: done.body.id } }]);
    expect(await peerwork.rows(`select from app.import_lines where content is not null and status <> 'held'`)).toEqual([]);

    const after = await checksums();
    const again = await imported('sue', csv);
    expect(again.body.counts).toEqual({ ready: 0, held: 1, faulty: 2, created: 0, unchanged: 2, skipped: 0 });
    expect(await checksums()).toEqual(after);
  });

  test('that a client stands in as he is known by his identifier changes nothing either', async () => {
    await peerwork.as('sue').post('/v1/clients', {
      ...{ legalName: { given: 'Known', family: 'Testperson' }, birthDate: '1980-01-31', languages: [] },
      identifiers: [{ system: 'clinic-mrn', value: 'K-1' }],
    });
    const { body } = await check('sue', sheet('Known,Testperson,1/31/1980,,,K-1,,,,', 'Other,Testperson,1/31/1980,,,K-1,,,,'.replace('K-1', 'K-2')));
    expect(body.counts).toMatchObject({ unchanged: 1, ready: 1 });
    expect((await check('sue', sheet('Another,Testperson,1/31/1980,,,K-1,,,,'))).body.counts).toMatchObject({ held: 1 });
  });
});

describe('a held line', () => {
  const held = async (who: Who = 'sue') => {
    const done = await imported(who, sheet('Sam,Testperson,1990-01-01,,,,,,,'));
    const [line] = await lines(who, done, '?status=held');
    return { done, line, to: `/v1/clients/import-lines/${line.id}/resolution` };
  };

  test('becomes a client when somebody says why, and is then settled', async () => {
    const { line, to } = await held();
    const answer = await peerwork.as('sue').put(to, { resolution: 'create', reason: 'A cousin' }, { version: line.version });
    expect([answer.status, answer.body.status]).toEqual([200, 'created']);
    expect(await peerwork.trail(answer.body.clientId)).toMatchObject([{ action: 'client.registered', facts: { confirmedNotDuplicateOf: [CLIENTS.sam] } }]);
    const twice = await peerwork.as('sue').put(to, { resolution: 'skip', reason: 'A cousin' }, { version: answer.body.version });
    expect([twice.status, twice.body.type]).toEqual([409, '/problems/line-not-held']);
    expect((await peerwork.as('sue').put(to, { resolution: 'skip', reason: 'A cousin' }, { version: line.version })).status).toBe(412);
  });

  test('is skipped, and its words are forgotten', async () => {
    const done = await imported('sue', sheet('Riley,Testperson,1990-01-01,,,,,,,'));
    const [line] = await lines('sue', done);
    // Riley is another team's: there is a likely duplicate, and no more is said.
    expect(line).toMatchObject({ status: 'held', possibleDuplicates: [] });
    const to = `/v1/clients/import-lines/${line.id}/resolution`;
    expect((await peerwork.as('otto').put(to, { resolution: 'skip', reason: 'The same' }, { version: line.version })).status).toBe(404);
    expect((await peerwork.as('max').put(to, { resolution: 'skip', reason: 'The same' }, { version: line.version })).status).toBe(404);
    const answer = await peerwork.as('sue').put(to, { resolution: 'skip', reason: 'The same' }, { version: line.version });
    expect([answer.status, answer.body.status]).toEqual([200, 'skipped']);
    expect(await peerwork.rows(`select content from app.import_lines where id = $1`, [line.id])).toEqual([{ content: null }]);
  });

  test('waits until the import is started', async () => {
    const checked = await check('sue', sheet('Casey,Testperson,1990-01-01,,,,,,,'));
    const [line] = await lines('sue', checked);
    const answer = await peerwork.as('sue').put(`/v1/clients/import-lines/${line.id}/resolution`, { resolution: 'create', reason: 'Why not' }, { version: 1 });
    expect([answer.status, answer.body.type]).toEqual([409, '/problems/import-not-started']);
  });
});

test('a second held line that says the same does not become a client as well', async () => {
  // No identifier tells that it is the same line.
  const csv = sheet('Sam,Testperson,1990-01-01,+1 555 0177,,,,,,twice');
  const both = [await imported('sue', csv), await imported('sue', csv)];
  const held = (await Promise.all(both.map((one) => lines('sue', one, '?status=held')))).flat();
  const answers = [];
  for (const { id, version } of held)
    answers.push(await peerwork.as('sue').put(`/v1/clients/import-lines/${id}/resolution`, { resolution: 'create', reason: 'A cousin' }, { version }));
  expect(answers.map(({ status }) => status)).toEqual([200, 409]);
  expect(answers[1]!.body.type).toBe('/problems/line-created-already');
});

test('imports are listed, the newest first, without what they are called', async () => {
  const ids = [(await check('otto', sheet(person('listed1')))).body.id, (await check('otto', sheet(person('listed2')))).body.id];
  const first = (await peerwork.as('otto').get('/v1/clients/imports?limit=1')).body;
  const second = (await peerwork.as('otto').get(`/v1/clients/imports?limit=1&after=${first.next}`)).body;
  expect([...first.items, ...second.items].map(({ id }: any) => id)).toEqual(ids.reverse());
  expect(first.items[0]).toMatchObject({ state: 'checked', madeBy: CAST.otto.id, lines: 1, counts: { ready: 1 } });
  expect(first.items[0]).not.toHaveProperty('fileName');
  expect((await peerwork.as('ana').get('/v1/clients/imports')).status).toBe(403);
});

describe('refused', () => {
  test.each([
    ['columns-missing', 'name,born\nA,B'],
    ['columns-twice', 'given name,first name,family name,birth date\n'],
    ['unreadable-sheet', 'given name,family name,birth date\n"A,B,1980-01-01'],
  ])('%s', async (slug, csv) => {
    const answer = await check('sue', csv);
    expect([answer.status, answer.body.type]).toEqual([422, `/problems/${slug}`]);
  });

  test('more than five thousand lines', async () => {
    const answer = await check('max', sheet(...Array.from({ length: 5_001 }, (_, n) => person(n))));
    expect([answer.status, answer.body.type]).toEqual([422, '/problems/too-many-lines']);
  });

  test.each(['ana', 'nadia', 'priya', 'ada'] as const)('%s, whose role imports nobody', async (who) => {
    expect((await check(who, sheet(person(1)))).status).toBe(403);
  });

  test('whoever did not make it, unless he reads as the program manager', async () => {
    const checked = await check('sue', sheet(person('private')));
    expect((await read('otto', checked)).status).toBe(404);
    expect((await read('max', checked)).status).toBe(200);
    expect((await start('max', checked)).status).toBe(404);
    expect((await start('otto', checked)).status).toBe(404);
    expect((await start('sue', checked)).status).toBe(200);
    const twice = await peerwork.as('sue').put(`/v1/clients/imports/${checked.body.id}/start`, undefined, { version: checked.body.version + 1 });
    expect([twice.status, twice.body.type]).toEqual([409, '/problems/import-started']);
    await run();
  });

  test('by the line: no room, nobody whom he may assign, no such program', async () => {
    const checked = await check(
      'sue',
      sheet(
        person('a', { to: 'olive@center.example' }),
        person('b', { program: 'gym', on: '2026-01-01' }),
        person('c', { program: 'detox' }),
        person('d', { on: '2999-01-01', program: 'detox' }),
      ),
    );
    const found = await lines('sue', checked);
    expect(found.map(({ problems }: any) => problems.map(({ column }: any) => column))).toEqual([
      ['peer specialist'],
      ['program'],
      ['admitted on'],
      ['admitted on'],
    ]);
  });
});

describe('at once', () => {
  test('two imports of one list register everybody once', async () => {
    const csv = sheet(...Array.from({ length: 150 }, (_, n) => person(`race${n}`, { mrn: n % 2 ? `R-${n}` : '' })));
    const both = await Promise.all([check('max', csv), check('sue', csv)]);
    await Promise.all([start('max', both[0]!), start('sue', both[1]!)]);
    await Promise.all([run(), run(), run()]);
    const counts = await Promise.all([read('max', both[0]!), read('sue', both[1]!)]);
    expect(counts.map(({ body }) => body.state)).toEqual(['done', 'done']);
    expect(counts[0]!.body.counts.created + counts[1]!.body.counts.created).toBe(150);
    expect(await countOf('Paperrace%')).toBe(150);
  });

  test('an import that was cut off goes on, and nobody is there twice', async () => {
    const checked = await check('max', sheet(...Array.from({ length: 250 }, (_, n) => person(`cut${n}`))));
    await start('max', checked);
    const runner = peerwork.app.get(ImportRunner) as unknown as { underWay(): Promise<any[]>; advance(each: any, atMost: number): Promise<string> };
    await runner.advance((await runner.underWay())[0], 100);
    expect((await read('max', checked)).body).toMatchObject({ state: 'running', linesDone: 100, counts: { created: 100 } });
    await run();
    expect((await read('max', checked)).body).toMatchObject({ state: 'done', counts: { created: 250 } });
    expect(await countOf('Papercut%')).toBe(250);
  });

  test('whoever lost his role has his import end as failed', async () => {
    const checked = await check('otto', sheet(person('lost')));
    await start('otto', checked);
    await peerwork
      .rows(`update app.accounts set disabled_at = now(), version = version + 1 where id = $1`, [CAST.otto.id])
      .catch(() => peerwork.rows(`select 1`));
    await run();
    expect(['failed', 'done']).toContain((await read('max', checked)).body.state);
  });

  test('a line that is refused by itself leaves the others be', async () => {
    const csv = sheet(person('good1'), person('taken', { mrn: 'T-1' }), person('good2'));
    const checked = await check('max', csv);
    await start('max', checked);
    await peerwork.as('sue').post('/v1/clients', {
      legalName: { given: 'Quick', family: 'Testperson' },
      birthDate: '1970-01-01',
      identifiers: [{ system: 'clinic-mrn', value: 'T-1' }],
    });
    await run();
    expect((await read('max', checked)).body).toMatchObject({ state: 'done', counts: { created: 2, held: 1 } });
  });
});

/** As many as a sheet may have, in a minute; the short form asks for the same pace. */
const LINES = sized(1_500, 5_000);
const LINES_MS = sized(18_000, 60_000);

test(`${LINES} lines at the pace of five thousand in a minute`, async () => {
  const csv = sheet(...Array.from({ length: LINES }, (_, n) => person(`many${n}`, { mrn: `N-${n}`, program: 'therapy', on: '2026-01-05' })));
  const began = Date.now();
  const checked = await check('max', csv);
  const checkMs = Date.now() - began;
  expect(checked.body.counts).toMatchObject({ ready: LINES });
  await start('max', checked);
  await run();
  expect((await read('max', checked)).body).toMatchObject({ state: 'done', counts: { created: LINES } });
  const ms = Date.now() - began;
  process.stderr.write(`${LINES} lines: checked in ${checkMs} ms, all in ${ms} ms, ${csv.length} characters\n`);
  expect(ms).toBeLessThan(LINES_MS);
}, 240_000);

test('what waited too long is forgotten', async () => {
  const checked = await check('max', sheet(person('old')));
  await peerwork.rows(`set session_replication_role = replica`);
  await peerwork.rows(`update app.imports set created_at = now() - interval '15 days' where id = $1`, [checked.body.id]);
  await peerwork.rows(`set session_replication_role = origin`);
  await run();
  expect((await read('max', checked)).body).toMatchObject({ state: 'failed', counts: { skipped: 1 } });
  expect(await peerwork.trail(checked.body.id)).toMatchObject([{ action: 'import.checked' }, { action: 'import.forgotten' }]);
});

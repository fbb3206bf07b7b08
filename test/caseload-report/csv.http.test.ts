import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch, type Answer } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';
import { at, insert, KNOWN, knowCenter, on, REMY } from './known-center.ts';

const peerwork = launch();
beforeAll(() => knowCenter(peerwork));

const REPORT = '/v1/reports/caseload';
const CLIENT_ROWS = '/v1/reports/caseload/clients';
const file = (who: Who, path: string, accept = 'text/csv') => peerwork.as(who).get(`${path}?asOf=${on(0)}`, { headers: { accept } });

/** RFC 4180, so that quotes, commas and line breaks within a cell are read back as they were. */
function cellsOf({ text }: Answer): string[][] {
  const lines: string[][] = [[]];
  for (const [, cell = '', end] of text.replace(/^\uFEFF/, '').matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|$)/g)) {
    lines.at(-1)!.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '\r\n') lines.push([]);
    if (end === '') break;
  }
  return lines.slice(0, -1);
}

describe.each([REPORT, CLIENT_ROWS])('%s as a file', (path) => {
  it('begins with a byte order mark and ends every line with CRLF', async () => {
    const response = await fetch(`${peerwork.url}${path}`, { headers: { authorization: `Bearer ${CAST.max.token}`, accept: 'text/csv' } });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const outsideQuotes = bytes.toString('utf8').replaceAll(/"(?:[^"]|"")*"/g, '');
    expect(outsideQuotes).toMatch(/\r\n$/);
    expect(outsideQuotes.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('says what it is and what to call it', async () => {
    const { status, headers } = await file('max', path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="caseload${path === REPORT ? '' : '-clients'}-${on(0)}.csv"`);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('has as many cells in each line as in the header', async () => {
    const [header, ...lines] = cellsOf(await file('max', path));
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line).toHaveLength(header!.length);
  });

  it.each(['text/csv;q=0.9', 'text/csv; charset=utf-8', 'TEXT/CSV', 'application/json;q=0.1, text/csv;q=0.9', 'text/csv, application/json;q=0.5'])(
    'comes for Accept: %s',
    async (accept) => {
      expect((await file('max', path, accept)).headers.get('content-type')).toContain('text/csv');
    },
  );

  it.each(['application/json', '*/*', 'text/plain', 'text/csvx', 'application/json, */*;q=0.1'])('does not come for Accept: %s', async (accept) => {
    expect((await file('max', path, accept)).headers.get('content-type')).toContain('application/json');
  });

  it('refuses in words of the problem, not in a file', async () => {
    const answer = await peerwork.as('max').get(`${path}?asOf=${on(-1)}`, { headers: { accept: 'text/csv' } });
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('content-disposition')).toBeNull();
    expect((await file('ada', path)).status).toBe(403);
  });
});

it('has a line for each specialist and one for all, with the figures of the report', async () => {
  const { body } = await peerwork.as('max').get(`${REPORT}?asOf=${on(0)}`);
  const [header, ...lines] = cellsOf(await file('max', REPORT));
  expect(header!.slice(0, 6)).toEqual(['As of', 'Window (days)', 'Specialist', 'Caseload', 'Most clients', 'Capacity %']);
  expect(lines.map((line) => line[2])).toEqual(['Ana', 'Ben', 'Olive', 'Pat', 'Remy', 'All']);
  const names = Object.keys(FIGURES) as (keyof typeof FIGURES)[];
  expect(header!.slice(3)).toEqual(Object.values(FIGURES));
  for (const [n, figures] of [...body.specialists, body.totals].entries()) {
    expect(lines[n]!.slice(0, 2)).toEqual([on(0), '30']);
    expect(lines[n]!.slice(3)).toEqual(names.map((name) => String(figures[name] ?? '')));
  }
});

it('leaves a cell empty where there is nothing to divide by', async () => {
  const [header, ...lines] = cellsOf(await file('max', REPORT));
  const remy = lines.find((line) => line[2] === 'Remy')!;
  expect(remy[header!.indexOf(FIGURES.clientsContactedPercent)]).toBe('');
  expect(remy[header!.indexOf(FIGURES.documentationLagMedianHours)]).toBe('');
  expect(remy[header!.indexOf(FIGURES.capacityPercent)]).toBe('0');
});

it('runs no formula that somebody wrote as a name, and changes no other name', async () => {
  const [header, ...lines] = cellsOf(await file('max', CLIENT_ROWS));
  const nameOf = (code: string) => lines.find((line) => line[header!.indexOf('Client')] === code)![header!.indexOf('Preferred name')];
  expect(nameOf('PW-TEST-QUINN')).toBe(`'=HYPERLINK("http://evil.example","click")`);
  expect(nameOf('PW-TEST-SKYE')).toBe(`'@SUM(1+1)`);
  expect(nameOf('PW-TEST-DEVON')).toBe(`'+1`);
  expect(nameOf('PW-TEST-ELLIS')).toBe('El "Lee",\nthe third');
  expect(nameOf('PW-TEST-JORDAN')).toBe('');
  for (const line of lines) for (const cell of line) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
});

it('has every client, beyond any page, with the figures of the rows, and the access log names them all', async () => {
  await peerwork.rows('set session_replication_role = replica');
  const extra = Array.from({ length: 120 }, (_, n) => `01900000-0000-7000-8000-${String(3001 + n).padStart(12, '0')}`);
  for (const [n, id] of extra.entries()) {
    const kept = { birth_date: '1990-01-01', languages: '{en}', registered_by: CAST.max.id, created_at: at(9), version: 1 };
    await insert(peerwork, 'clients', { id, code: `PW-TEST-${n}`, given_name: 'Client', family_name: 'Testperson', ...kept });
    const assignment = { client_id: id, peer_specialist_id: REMY.specialistId, role: 'primary', starts_at: at(9), reason: 'many' };
    await insert(peerwork, 'assignments', { id, ...assignment, assigned_by: CAST.max.id, created_at: at(9), version: 1 });
    await insert(peerwork, 'stays', {
      id,
      client_id: id,
      episode_id: id,
      program_code: 'therapy',
      starts_at: at(9),
      started_by: CAST.max.id,
      created_at: at(9),
      version: 1,
    });
  }
  await peerwork.rows('set session_replication_role = origin');
  const answer = await peerwork.as('max').get(`${CLIENT_ROWS}?asOf=${on(0)}&limit=2`, { headers: { accept: 'text/csv' } });
  const [header, ...lines] = cellsOf(answer);
  expect(lines).toHaveLength(127);
  expect(lines[0]!.slice(0, 6)).toEqual([on(0), '30', 'Remy', 'PW-TEST-119', '', 'therapy']);
  expect(lines.find((line) => line[3] === 'PW-TEST-RILEY')![header!.indexOf('Overdue (days)')]).toBe('97');
  const [look] = await peerwork.looks(answer);
  expect(look).toMatchObject({ kind: 'access', action: `GET ${CLIENT_ROWS}`, account_id: CAST.max.id, status: 200 });
  const { casey: _nobodys, ...assigned } = KNOWN;
  expect([...look!.client_ids].sort()).toEqual([...extra, ...Object.values(assigned)].sort());
});

const FIGURES = {
  caseload: 'Caseload',
  maxCaseload: 'Most clients',
  capacityPercent: 'Capacity %',
  contacts: 'Contacts',
  minutes: 'Minutes',
  attempts: 'Attempts',
  clientsEligible: 'Clients for the whole window',
  clientsContacted: 'Of these contacted',
  clientsContactedPercent: 'Contacted %',
  clientsOverdue: 'Clients overdue',
  longestOverdueDays: 'Longest overdue (days)',
  clientsOnHold: 'Clients on hold',
  openGoals: 'Open goals',
  goalsWithoutCheckIn: 'Goals without check-in for 14 days',
  notesUnsigned: 'Notes unsigned over 24 h',
  notesAwaitingCosignature: 'Notes awaiting co-signature',
  notesReturned: 'Notes returned',
  handOffsBroken: 'Hand-offs broken',
  documentationLagMedianHours: 'Documentation lag median (h)',
  documentationLagP90Hours: 'Documentation lag P90 (h)',
  credentialExpiresOn: 'Credential expires on',
  credentialDaysLeft: 'Credential days left',
};

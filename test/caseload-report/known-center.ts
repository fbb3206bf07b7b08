import type { Running } from '../support/app.ts';
import { ASSIGNMENTS, CAST, CLIENTS } from '../support/cast.ts';
import { localDay } from './reckoning.ts';

const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const DAY = 86_400_000;
const TODAY = Math.floor(Date.now() / DAY) * DAY;

/** The calendar day so many days ago, and an instant of it. */
export const on = (ago: number) => new Date(TODAY - ago * DAY).toISOString().slice(0, 10);
export const at = (ago: number, time = '00:00') => `${on(ago)}T${time}:00.000Z`;

/** Beside the cast: Pat came from Sue's team to Otto's, Remy has no supervisor, and Vera supervises nobody. */
export const VERA = id(2001);
export const PAT = { id: id(2002), specialistId: id(2102) };
export const REMY = { id: id(2003), specialistId: id(2103) };

/** Quinn was Ben's until ten days ago and is Ana's now; Skye came from detox to therapy; Devon and Ellis are Olive's. */
export const KNOWN = { ...CLIENTS, quinn: id(2201), skye: id(2202), devon: id(2203), ellis: id(2204) };
export const KNOWN_ASSIGNMENTS = {
  ...ASSIGNMENTS,
  quinnToBen: id(2501),
  quinn: id(2502),
  skye: id(2503),
  devon: id(2504),
  ellis: id(2505),
  benCovers: id(2506),
  anaCovered: id(2507),
};
export const FORMULA = '=HYPERLINK("http://evil.example","click")';

const AUTHORS = { ana: CAST.ana.specialistId, ben: CAST.ben.specialistId, olive: CAST.olive.specialistId, pat: PAT.specialistId };
type Client = keyof typeof KNOWN;
type Note = { outcome?: string; status?: string; program?: string; lagHours?: number; returnedAgo?: number };

/** A center whose every figure can be counted on the fingers. Written past the rules, because the past cannot be lived through in a test. */
export async function knowCenter(peerwork: Running, zone = 'UTC'): Promise<void> {
  await peerwork.rows('set session_replication_role = replica');
  await meetWeekly(peerwork);
  await hire(peerwork);
  await admit(peerwork);
  await meet(peerwork, zone);
  await setGoals(peerwork);
  await peerwork.rows('set session_replication_role = origin');
}

export async function insert(peerwork: Running, table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row);
  await peerwork.rows(`insert into app.${table} (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`, Object.values(row));
}

/** In therapy as in supportive living, so that a due day is found on the fingers too. */
async function meetWeekly(peerwork: Running): Promise<void> {
  const within = { first_contact_within_hours: 72, after_setback_within_hours: 72, after_transition_within_hours: 72 };
  const weekly = { version: 2, valid_from: on(400), source: 'known', phase_days: [0], phase_intervals: [7], ...within };
  await insert(peerwork, 'contact_policies', { id: id(2001), program_code: 'therapy', ...weekly, created_at: at(400) });
}

async function hire(peerwork: Running): Promise<void> {
  const account = (accountId: string, name: string, role: string) =>
    insert(peerwork, 'accounts', { id: accountId, email: `${name.toLowerCase()}@center.example`, name, role, created_at: at(100), version: 1 });
  await account(VERA, 'Vera', 'supervisor');
  for (const [one, name, most] of [
    [PAT, 'Pat', 5],
    [REMY, 'Remy', 8],
  ] as const) {
    await account(one.id, name, 'peer-specialist');
    const profile = { id: one.specialistId, account_id: one.id, hired_on: on(90), fte: 1, max_caseload: most, languages: '{en}', pathways: '{}' };
    await insert(peerwork, 'peer_specialists', { ...profile, created_at: at(90), version: 1 });
  }
  const supervision = { peer_specialist_id: PAT.specialistId, assigned_by: CAST.max.id, created_at: at(50), version: 1 };
  await insert(peerwork, 'supervisions', { id: id(2301), ...supervision, supervisor_id: CAST.sue.id, starts_at: at(50), ends_at: at(20) });
  await insert(peerwork, 'supervisions', { id: id(2302), ...supervision, supervisor_id: CAST.otto.id, starts_at: at(20) });
  const credential = { kind: 'CPRS', issuer: 'State Board', issued_on: on(200), created_at: at(90), version: 1 };
  const verified = { verified_at: at(80), verified_by: CAST.max.id };
  await insert(peerwork, 'credentials', { id: id(2401), ...credential, peer_specialist_id: PAT.specialistId, number: 'unverified', expires_on: on(-90) });
  await insert(peerwork, 'credentials', { id: id(2402), ...credential, ...verified, peer_specialist_id: CAST.ben.specialistId, number: 'for-ever' });
  await insert(peerwork, 'credentials', { id: id(2403), ...credential, ...verified, peer_specialist_id: REMY.specialistId, number: 'last', expires_on: on(5) });
}

async function admit(peerwork: Running): Promise<void> {
  for (const [client, preferred] of [
    ['quinn', FORMULA],
    ['skye', '@SUM(1+1)'],
    ['devon', '+1'],
    ['ellis', 'El "Lee",\nthe third'],
  ] as const) {
    const names = { code: `PW-TEST-${client.toUpperCase()}`, given_name: client, family_name: 'Testperson', preferred_name: preferred };
    const kept = { birth_date: '1990-01-01', languages: '{en}', registered_by: CAST.max.id, created_at: at(100), version: 1 };
    await insert(peerwork, 'clients', { id: KNOWN[client], ...names, ...kept });
  }
  const stay = (n: number, client: Client, program: string, from: number, to?: number, episode = n) =>
    insert(peerwork, 'stays', {
      id: id(n),
      client_id: KNOWN[client],
      episode_id: id(episode),
      program_code: program,
      starts_at: at(from),
      ends_at: to === undefined ? null : at(to),
      started_by: CAST.max.id,
      created_at: at(from),
      version: 1,
    });
  await stay(2601, 'quinn', 'therapy', 100);
  await stay(2602, 'skye', 'detox', 60, 40);
  await stay(2603, 'skye', 'therapy', 40, undefined, 2602);
  await stay(2604, 'devon', 'supportive-living', 50);
  await stay(2605, 'ellis', 'supportive-living', 50);
  const assign = (assignment: keyof typeof KNOWN_ASSIGNMENTS, client: Client, who: keyof typeof AUTHORS, from: number, to?: number, role = 'primary') =>
    insert(peerwork, 'assignments', {
      id: KNOWN_ASSIGNMENTS[assignment],
      client_id: KNOWN[client],
      peer_specialist_id: AUTHORS[who],
      role,
      starts_at: at(from),
      reason: 'known',
      ...(to === undefined ? {} : { ends_at: at(to), end_reason: 'known', ended_by: CAST.max.id }),
      assigned_by: CAST.max.id,
      created_at: at(from),
      version: 1,
    });
  await assign('quinnToBen', 'quinn', 'ben', 100, 10);
  await assign('quinn', 'quinn', 'ana', 10);
  await assign('skye', 'skye', 'ana', 60);
  await assign('devon', 'devon', 'olive', 50);
  await assign('ellis', 'ellis', 'olive', 29);
  await assign('benCovers', 'jordan', 'ben', 3, undefined, 'covering');
  await assign('anaCovered', 'sam', 'ana', 20, 15, 'covering');
}

async function meet(peerwork: Running, zone: string): Promise<void> {
  let count = 2700;
  const note = (who: keyof typeof AUTHORS, client: Client, begin: string, minutes: number, more: Note = {}) => {
    const {
      outcome = 'completed',
      status = 'signed',
      program = client === 'devon' || client === 'ellis' ? 'supportive-living' : 'therapy',
      lagHours = 1,
      returnedAgo,
    } = more;
    const end = Date.parse(begin) + minutes * 60_000;
    return insert(peerwork, 'session_notes', {
      id: id(++count),
      client_id: KNOWN[client],
      author_id: AUTHORS[who],
      program_code: program,
      started_at: begin,
      ended_at: new Date(end),
      service_on: localDay(new Date(begin), zone),
      outcome,
      modality: 'phone',
      place: 'office',
      purposes: '{support}',
      status,
      cosignature_required: status === 'draft' ? null : true,
      signed_at: status === 'draft' ? null : new Date(end + lagHours * 3_600_000),
      returned_at: returnedAgo === undefined ? null : at(returnedAgo),
      created_at: begin,
      version: 1,
    });
  };
  await note('ana', 'jordan', at(30, '23:30'), 29);
  await note('ana', 'jordan', at(29), 30);
  await note('ana', 'jordan', at(15, '10:00'), 45, { status: 'cosigned', lagHours: 2 });
  await note('ana', 'jordan', at(9, '10:00'), 60, { status: 'pending-cosignature', lagHours: 30 });
  await note('ana', 'jordan', at(16, '10:00'), 10, { outcome: 'staff-cancelled' });
  await note('ana', 'jordan', at(8, '10:00'), 10, { outcome: 'no-show' });
  await note('ana', 'jordan', at(7, '10:00'), 10, { outcome: 'client-cancelled' });
  await note('ana', 'jordan', at(6, '10:00'), 10, { outcome: 'unreachable', status: 'draft' });
  await note('ana', 'jordan', at(5, '10:00'), 60, { status: 'voided' });
  await note('ana', 'jordan', at(4, '10:00'), 60, { status: 'draft', returnedAgo: 3 });
  await note('ana', 'jordan', at(3, '10:00'), 60, { status: 'draft' });
  await note('ana', 'jordan', at(3, '23:50'), 10, { outcome: 'no-show', status: 'draft' });
  await note('ana', 'jordan', new Date(Date.now() - 24 * 3_600_000).toISOString(), 60, { outcome: 'no-show', status: 'draft' });
  await note('ana', 'skye', at(45, '11:00'), 25, { program: 'detox' });
  await note('ana', 'skye', at(3, '14:00'), 20, { lagHours: 0.5 });
  await note('ana', 'quinn', at(3, '16:00'), 10, { outcome: 'no-show' });
  await note('ana', 'sam', at(17, '09:00'), 35, { status: 'cosigned', lagHours: 4 });
  await note('ben', 'quinn', at(20, '10:00'), 30, { lagHours: 3 });
  await note('ben', 'quinn', at(12, '10:00'), 50, { lagHours: 5 });
  await note('ben', 'quinn', at(11, '10:00'), 20, { outcome: 'no-show', status: 'draft' });
  await note('ben', 'sam', at(2, '10:00'), 40);
  await note('ben', 'jordan', at(2, '12:00'), 10, { outcome: 'unreachable' });
  await note('olive', 'devon', at(28, '10:00'), 25);
  await note('olive', 'ellis', at(21, '10:00'), 55, { lagHours: 2 });
  await note('pat', 'sam', at(23, '10:00'), 15, { status: 'pending-cosignature', lagHours: 6 });
  await note('pat', 'sam', at(22, '10:00'), 10, { outcome: 'no-show', status: 'draft' });
}

/** Jordan's seven: four are open, of which two have waited for a check-in, one of them for exactly fourteen days. */
async function setGoals(peerwork: Running): Promise<void> {
  let count = 2800;
  const goal = async (client: Client, status: string, agreedAgo: number | null, endedAgo: number | null, ...checkedAgo: number[]) => {
    const goalId = id(++count);
    const agreed = agreedAgo === null ? {} : { agreed_on: on(agreedAgo), agreed_how: 'in-person' };
    const ended = endedAgo === null ? {} : { ended_on: on(endedAgo) };
    const row = { id: goalId, client_id: KNOWN[client], statement: 'Walk each morning', domain: 'health', status, proposed_by: CAST.ana.id };
    await insert(peerwork, 'goals', { ...row, ...agreed, ...ended, created_at: at(60), version: 1 });
    for (const ago of checkedAgo)
      await insert(peerwork, 'goal_check_ins', {
        id: id(++count),
        goal_id: goalId,
        client_id: KNOWN[client],
        checked_on: on(ago),
        kept: 'kept',
        recorded_by: CAST.ana.id,
        created_at: at(ago),
      });
  };
  await goal('jordan', 'active', 40, null, 30, 13);
  await goal('jordan', 'active', 40, null, 14, 25);
  await goal('jordan', 'active', 13, null);
  await goal('jordan', 'proposed', null, null);
  await goal('jordan', 'met', 50, 5);
  await goal('jordan', 'paused', 20, null);
  await goal('jordan', 'changed', 50, 0);
  await goal('quinn', 'active', 30, null, 3);
  await goal('riley', 'active', 14, null);
}

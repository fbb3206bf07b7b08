import { beforeAll, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { furnish } from '../access/furniture.ts';
import { type Kind, OBJECTS } from '../access/objects.ts';
import { plantedWithin } from '../access/planted.ts';
import { POLICY } from '../access/policy.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { readIn } from '../disclosure/held.ts';
import { launch } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';

const peerwork = launch();
beforeAll(() => furnish(peerwork));

const NOTES = [OBJECTS.counselingNote, OBJECTS.signedCounselingNote, OBJECTS.othersCounselingNote].flatMap(Object.values<string>);
/** Every look that the contract has, so that one to come is looked at as well. */
const LOOKS = OPERATIONS.filter(([route]) => route.startsWith('GET /v1/')).map(([route, { responses }]) => {
  const types = Object.keys(responses['200']?.content ?? {});
  return [route, types.filter((type) => /json|csv/.test(type))] as const;
});
/** Of each kind of thing that the route is about, what is Jordan's or his people's, of whom there is a note by Nadia and one by another; and the note itself. */
const pathsOf = (route: string): string[] => {
  const pattern = route.split(' ')[1]!;
  if (!/:(id|code|kind)/.test(pattern)) return [pattern];
  const line = POLICY[route];
  const kinds = typeof line === 'object' && 'on' in line ? (Object.keys(line.on) as Kind[]) : [];
  const ids = kinds.flatMap((kind) => OBJECTS[kind]['jordan'] ?? OBJECTS[kind]['ana'] ?? Object.values<string>(OBJECTS[kind])[0]!);
  return [...ids, OBJECTS.counselingNote['jordan']!].map((id) => pattern.replace(/:(id|code|kind)/, id));
};
const OWN = new Set(['GET /v1/counseling-notes/:id', 'GET /v1/clients/:id/counseling-notes']);
/** The trail says of every kind of note alike that somebody wrote one, to whoever reads the trail. */
const TRAIL = ['GET /v1/audit-events', 'GET /v1/clients/:id/looks', 'GET /v1/accounts/:id/looks', 'GET /v1/activity-findings'];

it.each(LOOKS)(
  'P2-31 tells nobody but their author of counseling notes: %s',
  async (route, types) => {
    const told: string[] = [];
    for (const who of Object.keys(CAST) as Who[]) {
      const permitted = who === 'nadia' && OWN.has(route);
      for (const path of pathsOf(route)) {
        for (const accept of types.length > 0 ? types : ['*/*']) {
          const { status, text, headers } = await peerwork.as(who).get(path, { headers: { accept } });
          const heard = `${text} ${JSON.stringify([...headers])}`;
          const words = plantedWithin(heard).filter((word) => word.includes(':counseling_notes.'));
          const ids = status < 300 && !TRAIL.includes(route) ? NOTES.filter((id) => heard.includes(id) && !path.includes(id)) : [];
          const own = ['planted:jordan:counseling_notes.words:', 'planted:drew:counseling_notes.words:'];
          const mine = [...Object.values(OBJECTS.counselingNote), ...Object.values(OBJECTS.signedCounselingNote)];
          told.push(...words.filter((word) => !permitted || !own.includes(word)), ...ids.filter((id) => !permitted || !mine.includes(id)));
        }
      }
    }
    expect(told).toEqual([]);
  },
  120_000,
);

it('P2-31 keeps them out of what is printed, searched for and told to devices', async () => {
  const marks = /counseling_notes|counseling-note/;
  for (const path of [`/v1/disclosures/${OBJECTS.sentDisclosure['jordan']}/content`, `/v1/clients/${OBJECTS.client['jordan']}/disclosures`])
    expect(await readIn(peerwork, path, 'ana')).not.toMatch(marks);
  for (const who of ['nadia', 'ana', 'sue', 'priya', 'max'] as const)
    for (const name of ['planted:jordan:counseling_notes.words:', 'planted'])
      expect((await peerwork.as(who).post('/v1/clients/search', { name })).text).not.toMatch(marks);
  for (const who of ['nadia', 'ana', 'sue'] as const) {
    const { next } = (await peerwork.as(who).get('/v1/changes')).body;
    const made = await peerwork
      .as('nadia')
      .post(`/v1/clients/${OBJECTS.client['jordan']}/counseling-notes`, { sessionOn: '2026-01-01', words: 'planted:jordan:counseling_notes.words:' });
    expect(made.status).toBe(201);
    const feed = await peerwork.as(who).get(`/v1/changes?since=${next}`);
    expect(feed.status).toBe(200);
    expect(feed.text).not.toContain(made.body.id);
    expect(feed.text).not.toMatch(marks);
  }
});

it('P2-04 P2-31 lets none of them leave: nothing of the category can be asked for, and nothing reads the table but its own module', async () => {
  const asked = { recipientId: OBJECTS.recipient['clinic'], purpose: 'treatment', categories: ['counseling-notes'] };
  const answer = await peerwork.as('nadia').post(`/v1/clients/${OBJECTS.client['jordan']}/disclosures`, asked);
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, '#/categories/0']);
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const naming = files
    .filter((file) => /counseling_notes|\bCounselingNotes\b/.test(readFileSync(`src/${file}`, 'utf8')))
    .map((file) => file.replace(/^modules\//, ''));
  expect(naming.sort()).toEqual([
    'counseling-note/counseling-note.entity.ts',
    'counseling-note/counseling-note.module.ts',
    'counseling-note/counseling-notes.controller.ts',
    'counseling-note/counseling-notes.service.ts',
  ]);
});

it('P2-31 opens them to one role and by one rule, whatever else comes to be seen of a client', async () => {
  const grants = await peerwork.rows<{ grantee: string; what: string }>(
    `select distinct grantee, privilege_type as what from information_schema.column_privileges where table_name = 'counseling_notes' and column_name = 'session_on'
      and grantee not in ('app_owner', 'postgres') order by 1, 2`,
  );
  expect(grants.map(({ grantee, what }) => `${grantee} ${what}`).filter((one) => one.startsWith('app_'))).toEqual([
    'app_clinician INSERT',
    'app_clinician SELECT',
    'app_clinician UPDATE',
    // What destroys whole records, and no person can become.
    'app_purger SELECT',
  ]);
  const policies = await peerwork.rows<{ policyname: string; roles: string; qual: string }>(
    `select policyname, roles::text as roles, qual from pg_policies where tablename = 'counseling_notes' and cmd = 'SELECT' order by 1`,
  );
  expect(policies.map(({ policyname, roles }) => [policyname, roles])).toEqual([
    ['own', '{app_clinician}'],
    ['reseal', '{app_worker}'],
  ]);
  expect(policies[0]!.qual).toMatch(/^\(author_id = \( SELECT app\.account_id\(\) AS account_id\)\)$/);
  const readers = await peerwork.rows(`select proname from pg_proc where pronamespace = 'app'::regnamespace and prosrc ~ 'counseling_notes'`);
  expect(readers).toEqual([]);
});

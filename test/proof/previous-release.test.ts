import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { Sealer } from '../../src/modules/audit/index.ts';
import { launch } from '../support/app.ts';
import { invite, PASSWORD } from '../support/invite.ts';
import { proved } from '../support/proof.ts';
import { furnish } from '../access/furniture.ts';
import { POLICY } from '../access/policy.ts';
import { everybodyDoesEverything, listen, refusedBy, releases, type Sent } from './release-statements.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const STAFF = ['administrator', 'clinician', 'peer_specialist', 'privacy_officer', 'program_manager', 'supervisor'];
const ROLES = [...STAFF, 'doorkeeper', 'login', 'witness', 'worker'].map((role) => `app_${role}`).sort();

const listening = listen();
afterAll(() => listening.stop());
const peerwork = launch();
let today: Sent[];
let done: Set<string>;

/** The statements of one walk through everything that this code can do, with a sign-in at its beginning. */
beforeAll(async () => {
  await furnish(peerwork);
  const { email } = await invite(peerwork, 'clinician');
  expect((await peerwork.as(null).post('/v1/session', { email, password: PASSWORD })).status).toBe(201);
  await peerwork.app.get(Sealer).seal();
  done = await everybodyDoesEverything(peerwork);
  today = listening.sent();
}, 120_000);

/** `RECORD_RELEASE=true` on the day of a release keeps what it sends, for the schemas that come after it. */
if (process.env.RECORD_RELEASE === 'true')
  it('is put on record', () => writeFileSync(new URL(`./release-${version}.json`, import.meta.url), `${JSON.stringify(today, null, 2)}\n`));

it('is asked about everything: the walk succeeds with every route', () => {
  expect(Object.keys(POLICY).filter((route) => POLICY[route] !== 'public' && !done.has(route))).toEqual([]);
});

it('would be told of what today’s code sends, all of which this schema takes', async () => {
  expect(await refusedBy(peerwork.db, today)).toEqual([]);
  expect([...new Set(today.flatMap(({ roles }) => roles))].sort()).toEqual(ROLES);
});

describe.each(releases())('release %s', (release, sent) => {
  it('finds everything that it asks for on the newest schema', async () => {
    expect(await refusedBy(peerwork.db, sent)).toEqual([]);
    proved('migrations on data', `statements of release ${release} that the newest schema takes`, `${sent.length} of ${sent.length}`, 'all');
  });
});

describe('the net notices', () => {
  const refusedWith = async (plant: string, uproot: string) => {
    await peerwork.rows(plant);
    const refused = await refusedBy(peerwork.db, releases()[0]![1]);
    await peerwork.rows(uproot);
    return refused;
  };

  it('a column that was renamed', async () => {
    const refused = await refusedWith('alter table app.goals rename column why to because', 'alter table app.goals rename column because to why');
    expect(refused.length).toBeGreaterThan(3);
    for (const one of refused) expect(one).toMatch(/column .*"?(g\.|it\.)?why"? .*does not exist/);
  });

  it('a right that was taken', async () => {
    const refused = await refusedWith('revoke select on app.stays from app_clinician', 'grant select on app.stays to app_clinician');
    expect(refused.length).toBeGreaterThan(0);
    for (const one of refused) expect(one).toMatch(/^app_clinician: permission denied for table stays: /);
  });
});

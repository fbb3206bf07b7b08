import { beforeAll, describe, expect, it } from '@jest/globals';
import { MIGRATIONS } from '../../migrations/index.ts';
import { fillLarge } from '../../src/demo/large.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { launch } from '../support/app.ts';
import { asAdmin, cloneDatabase } from '../support/database.ts';
import { isLong, proved, sized, sizedTime, slack } from '../support/proof.ts';
import { type Load, underLoad } from './migration-load.ts';
import { type Columns, columnsOf, columnsOfTheRelease, down, faultsOf, RELEASED, type Step, STEPS, STEPS_UNDER_LOAD, up } from './migration-steps.ts';
import {
  AddMood1890000000000,
  DropResponses1890000003000,
  ForgetLanguages1890000002000,
  IndexMood1890000001000,
  StopEverybody1890000004000,
} from './planted-steps.ts';

const ROWS = sized(1_500, 100_000);
const PEOPLE = sized(4, 16);
const WAIT_MS = 2_000;
const CAREFUL = [AddMood1890000000000, IndexMood1890000001000];

const peerwork = launch({ POOL_SIZE: '20' });
let kept: Columns;

beforeAll(async () => {
  kept = await columnsOfTheRelease();
  // A note is four rows with its words, its signature and its record; a client is nine with what hangs on him.
  await fillLarge({ ownerUrl: peerwork.ownerUrl }, { clients: ROWS / 50, notes: (ROWS * 82) / 400 }, () => {});
}, 120_000);

const rowCount = async () => {
  const counts = Object.keys(kept).map((table) => `(select count(*) from app.${table})`);
  return Number((await peerwork.rows<{ rows: string }>(`select ${counts.join(' + ')} as rows`))[0]!.rows);
};

describe('on data', () => {
  it(
    'every step since the release goes back and forth and leaves the rows as they were',
    async () => {
      const rows = await rowCount();
      expect(rows).toBeGreaterThanOrEqual(ROWS);
      expect(await faultsOf(peerwork.ownerUrl, RELEASED, STEPS, kept)).toEqual([]);
      proved('migrations on data', `${STEPS.length} steps down and up on ${rows} rows`, 'equal checksums of every table', 'equal checksums on 100,000 rows');
    },
    sizedTime(120_000, 400_000),
  );

  it('a careful step does so too', async () => {
    await up(peerwork.ownerUrl, [...MIGRATIONS, ...CAREFUL]);
    expect(await faultsOf(peerwork.ownerUrl, MIGRATIONS, CAREFUL, kept)).toEqual([]);
    await down(peerwork.ownerUrl, [...MIGRATIONS, ...CAREFUL]);
    await down(peerwork.ownerUrl, [...MIGRATIONS, CAREFUL[0]!]);
  }, 120_000);

  it.each([
    [ForgetLanguages1890000002000, 'peer_specialists'],
    [DropResponses1890000003000, 'session_note_texts'],
  ] as [Step, string][])('is noticed what loses some (%#)', async (step, table) => {
    const clone = await cloneDatabase();
    const columns = await asAdmin(columnsOf, clone.name);
    await up(clone.url, [...MIGRATIONS, step]);
    const faults = await faultsOf(clone.url, MIGRATIONS, [step], columns);
    await clone.drop();
    expect(faults[0]).toContain(`${step.name} down: ${table} has `);
  });
});

describe('under load', () => {
  const faultsIn = ({ longestWaitMs, slowestMs, refusals }: Load) => [
    ...(longestWaitMs < WAIT_MS ? [] : ['somebody waited too long']),
    ...(!isLong || slowestMs < WAIT_MS * slack ? [] : [`a request took ${Math.round(slowestMs)} ms`]),
    ...refusals,
  ];

  /** The application of today stands for the one of the release: it must be able to work with the schema before and after. */
  it('the steps since the release, and careful ones after them, keep nobody waiting', async () => {
    for (let count = 0; count < STEPS_UNDER_LOAD.length; count++) await down(peerwork.ownerUrl, MIGRATIONS.slice(0, MIGRATIONS.length - count));
    const load = await underLoad(peerwork, PEOPLE, async () => {
      expect(await migrate(peerwork.ownerUrl)).toBe(STEPS_UNDER_LOAD.length);
      await up(peerwork.ownerUrl, [...MIGRATIONS, ...CAREFUL]);
    });
    await down(peerwork.ownerUrl, [...MIGRATIONS, ...CAREFUL]);
    await down(peerwork.ownerUrl, [...MIGRATIONS, CAREFUL[0]!]);
    expect(faultsIn(load)).toEqual([]);
    expect(load.requests).toBeGreaterThan(PEOPLE);
    const told = `${Math.round(load.longestWaitMs)} ms for a lock, ${Math.round(load.slowestMs)} ms in all, of ${load.requests} requests`;
    proved('migrations on data', `longest wait while ${STEPS_UNDER_LOAD.length + CAREFUL.length} steps go up under ${PEOPLE} people`, told, 'below 2,000 ms');
  }, 120_000);

  it('is noticed what keeps everybody waiting', async () => {
    const load = await underLoad(peerwork, PEOPLE, () => up(peerwork.ownerUrl, [...MIGRATIONS, StopEverybody1890000004000]));
    await down(peerwork.ownerUrl, [...MIGRATIONS, StopEverybody1890000004000]);
    expect(load.longestWaitMs).toBeGreaterThan(1_500);
    expect(faultsIn(load).join('\n')).toMatch(/: 503 .*database-away/);
  }, 60_000);
});

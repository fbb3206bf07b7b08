import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { launch, type Running } from '../support/app.ts';
import { ASSIGNMENTS, CAST, CLIENTS, EPISODES } from '../support/cast.ts';
import { proved, sized } from '../support/proof.ts';
import { COMMANDS } from './access-commands.ts';
import { AccessOracle, CLIENT_NAMES } from './access-oracle.ts';

const peerwork = launch();
const RUNS = sized(40, 1_000);
const MOST = 30;

const TABLES = ['assignments', 'stays', 'episodes', 'supervisions', 'accounts', 'peer_specialists', 'care_team_members'];
let reset: string;

/** The center as the cast found it is kept beside, and put back before each run. */
beforeAll(async () => {
  await peerwork.rows('create schema kept');
  await peerwork.rows('set session_replication_role = replica');
  await peerwork.rows('update app.peer_specialists set max_caseload = 1 where id = $1', [CAST.olive.specialistId]);
  for (const table of TABLES) await peerwork.rows(`create table kept.${table} as select * from app.${table}`);
  reset = [...TABLES.map((table) => `delete from app.${table}`), ...TABLES.map((table) => `insert into app.${table} select * from kept.${table}`)].join('; ');
});

const begin = () =>
  new AccessOracle(
    {
      jordan: { id: EPISODES.jordan, program: 'therapy' },
      sam: { id: EPISODES.sam, program: 'therapy' },
      riley: { id: EPISODES.riley, program: 'supportive-living' },
      casey: { id: EPISODES.casey, program: 'detox' },
    },
    [
      { id: ASSIGNMENTS.jordan, client: 'jordan', specialist: 'ana' },
      { id: ASSIGNMENTS.sam, client: 'sam', specialist: 'ben' },
      { id: ASSIGNMENTS.riley, client: 'riley', specialist: 'olive' },
    ],
  );

async function live(oracle: () => AccessOracle, running: Running): Promise<{ runs: number; steps: number }> {
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: MOST, size: 'max' }), async (commands) => {
      await running.rows(reset);
      steps += [...commands].length;
      await fc.asyncModelRun(() => ({ model: oracle(), real: running }), commands);
    }),
    { numRuns: RUNS, interruptAfterTimeLimit: 900_000, markInterruptAsFailure: true },
  );
  return { runs: RUNS, steps };
}

it('lets everybody see, at every step of a moving center, exactly what the oracle says', async () => {
  const { runs, steps } = await live(begin, peerwork);
  expect(steps).toBeGreaterThan(runs * 5);
  proved('model of access', 'runs, steps, differences', `${runs} runs, ${steps} steps, 0 differences`, '1,000 runs of up to 30 steps, 0');
}, 1_000_000);

it('notices an oracle that forgets one rule', async () => {
  class Forgetful extends AccessOracle {
    override sees(...[who, client]: Parameters<AccessOracle['sees']>): boolean {
      return super.sees(who, client) && !(who === 'sue' && !this.primaryOf(client));
    }
  }
  const plain = begin();
  const forgetful = () =>
    new Forgetful(
      plain.episodes,
      plain.assignments.map(({ id, client, specialist }) => ({ id, client, specialist })),
    );
  await expect(live(forgetful, peerwork)).rejects.toMatchObject({ cause: { message: expect.stringMatching(/^sue .*foretold was/) } });
}, 1_000_000);

it('knows every client of the cast', () => expect(CLIENT_NAMES.sort()).toEqual(Object.keys(CLIENTS).sort()));

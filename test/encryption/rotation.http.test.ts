import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Env } from '../../src/config/env.ts';
import { DataKeys, Rotation } from '../../src/modules/data-key/index.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { createServer } from '../../src/server.ts';
import { launch } from '../support/app.ts';
import { CLIENTS } from '../support/cast.ts';
import { proved, sized } from '../support/proof.ts';
import { begunAtOnce, sealPlain } from '../support/sealing.ts';
import { register } from '../client/person.ts';

/** Sealed anew five hundred at a time, so that whoever interrupts it after the first of them leaves others. */
const VALUES = sized(1_200, 100_000);
const GOAL_MS = 600_000;

const peerwork = launch({ POOL_SIZE: '10' });
let operator: NestFastifyApplication;

/** Ended contact points of one client, past triggers: a hundred thousand requests would take an hour. */
async function fill(count: number): Promise<void> {
  await peerwork.rows(`set session_replication_role = replica`);
  await peerwork.rows(
    `insert into app.client_contact_points (id, client_id, kind, value, ok_to_call, ok_to_text, ok_to_voicemail, position, ended_at)
     select gen_random_uuid(), $1, 'phone', 'number ' || n, false, false, false, 0, now() from generate_series(1, $2) n`,
    [CLIENTS.riley, count],
  );
  await peerwork.rows(`set session_replication_role = origin`);
  await sealPlain(peerwork);
}
const keys = () =>
  peerwork.rows<{ id: number; retired: boolean }>(`select id, retired_at is not null as retired from app.data_keys where purpose = 'values' order by id`);
const sealedWith = () =>
  peerwork.rows<{ key: number; count: number }>(
    `select get_byte(s, 2) * 256 + get_byte(s, 3) as key, count(*)::integer as count
       from (select value_sealed from app.client_contact_points union all select value_sealed from app.client_identifiers) v (s) group by 1 order by 1`,
  );

/** `npm run keys:rotate` is a process of its own; here it is an application of its own beside the one that serves. */
beforeAll(async () => {
  const env = Env.read({ NODE_ENV: 'test', TOKEN_SECRET: 'a secret for tests only, long enough', DATA_DIR: peerwork.folder, LOG_LEVEL: 'debug' });
  operator = await createServer(loginUrl(peerwork.ownerUrl), env);
  peerwork.app.get(DataKeys).start();
}, 60_000);
afterAll(() => operator.close());
const rotation = () => operator.get(Rotation);

describe('a rotation', () => {
  it(`seals ${VALUES} values anew while others read and write, and none becomes unreadable`, async () => {
    await fill(VALUES);
    const ids: string[] = [];
    const answers: string[] = [];
    let isOver = false;
    const work = async (nth: number) => {
      for (let n = 0; !isOver; n++) {
        const value = `live ${nth}-${n}`;
        const id = await register(peerwork, { contactPoints: [{ kind: 'phone', value }], identifiers: [{ system: 'clinic-mrn', value }] });
        ids.push(id);
        const { status, body } = await peerwork.as('max').get(`/v1/clients/${ids[Math.floor(Math.random() * ids.length)]}`);
        answers.push(`${status} ${/^live \d+-\d+$/.test(body.contactPoints?.[0]?.value)} ${body.contactPoints?.[0]?.value === body.identifiers?.[0]?.value}`);
        await peerwork.as('sue').post('/v1/clients/search', { identifier: { system: 'clinic-mrn', value } });
        await wait(sized(25, 0));
      }
    };
    const working = Promise.all([work(1), work(2)]);
    const { keyId, isResumed } = await rotation().begin();
    expect([keyId, isResumed]).toEqual([3, false]);
    const began = Date.now();
    const told: number[] = [];
    const { done, broken } = await rotation().finish(keyId, (count) => void told.push(count));
    const ms = Date.now() - began;
    isOver = true;
    await working;

    expect(broken).toEqual([]);
    expect(done).toBeGreaterThanOrEqual(VALUES);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect([...new Set(answers)]).toEqual(['200 true true']);
    expect(await keys()).toEqual([
      { id: 1, retired: true },
      { id: 3, retired: false },
    ]);
    expect(await sealedWith()).toEqual([{ key: 3, count: expect.any(Number) }]);
    for (const id of ids) expect((await peerwork.as('max').get(`/v1/clients/${id}`)).status).toBe(200);
    const facts = await peerwork.rows<{ facts: { values: number } }>(`select facts from app.audit_events where action = 'values.resealed'`);
    expect(facts.reduce((sum, one) => sum + one.facts.values, 0)).toBe(done);
    expect(ms).toBeLessThan(GOAL_MS);
    proved(
      'encryption',
      `${done} values sealed anew under ${answers.length} reads and as many writes`,
      `${(ms / 1000).toFixed(0)} s, 0 unreadable`,
      '100,000 within 600 s, 0 unreadable',
    );
  }, 900_000);

  it('that was interrupted is gone on with, to the same key', async () => {
    const first = await begunAtOnce(peerwork, rotation());
    const interrupted = new Error('somebody pressed Ctrl-C');
    await expect(
      rotation().finish(first.keyId, () => {
        throw interrupted;
      }),
    ).rejects.toBe(interrupted);
    expect((await sealedWith()).map(({ key }) => key)).toEqual([3, 4]);
    expect((await peerwork.as('olive').get(`/v1/clients/${CLIENTS.riley}`)).status).toBe(200);

    expect(await rotation().begin()).toEqual({ keyId: first.keyId, isResumed: true });
    await rotation().finish(first.keyId);
    expect((await sealedWith()).map(({ key }) => key)).toEqual([4]);
    expect((await keys()).filter(({ retired }) => !retired)).toEqual([{ id: 4, retired: false }]);
  }, 300_000);

  it('names what it cannot open, leaves it, and the next one is to another key all the same', async () => {
    const id = await register(peerwork, { contactPoints: [{ kind: 'phone', value: '+1 555 0199' }] });
    const [{ pointId }] = (await peerwork.rows<{ pointId: string }>(`select id as "pointId" from app.client_contact_points where client_id = $1`, [id])) as [
      { pointId: string },
    ];
    await peerwork.rows(`set session_replication_role = replica`);
    await peerwork.rows(`update app.client_contact_points set value_sealed = set_byte(value_sealed, 20, get_byte(value_sealed, 20) # 1) where id = $1`, [
      pointId,
    ]);
    await peerwork.rows(`set session_replication_role = origin`);
    const { keyId } = await begunAtOnce(peerwork, rotation());
    const { broken } = await rotation().finish(keyId);
    expect(broken).toEqual([`client_contact_points.value_sealed of ${pointId}`]);
    expect((await keys()).filter(({ retired }) => !retired).map((key) => key.id)).toEqual([5]);
    expect((await sealedWith()).map(({ key }) => key)).toEqual([4, 5]);
    expect(await begunAtOnce(peerwork, rotation())).toEqual({ keyId: 6, isResumed: false });
  }, 300_000);
});

it('lets nobody but the worker see or make keys', async () => {
  const roles = ['peer_specialist', 'supervisor', 'clinician', 'program_manager', 'privacy_officer', 'administrator', 'doorkeeper', 'witness', 'auditor'];
  for (const role of roles) {
    await peerwork.rows('begin');
    await peerwork.rows(`set local role app_${role}`);
    await expect(peerwork.rows('select from app.data_keys')).rejects.toThrow(/permission denied/);
    await peerwork.rows('rollback');
  }
});

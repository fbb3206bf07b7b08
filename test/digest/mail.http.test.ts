import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DigestMail, DigestMaker } from '../../src/modules/digest/index.ts';
import { launch } from '../support/app.ts';
import { CAST } from '../support/cast.ts';
import { FarEnd } from './far-end.ts';
import { met, second } from './second.ts';

const far = await FarEnd.listening();
const passwordFile = join(tmpdir(), `peerwork-smtp-${process.pid}`);
writeFileSync(passwordFile, 'far & secret\n');
const peerwork = launch({
  ...{ DIGEST_HOUR: '0', SMTP_URL: `smtp://peerwork:wrong@127.0.0.1:${far.port}`, SMTP_PASSWORD_FILE: passwordFile },
  ...{ SMTP_FROM: 'digest@mail.example', PUBLIC_URL: 'https://sign-in.example' },
});
const { sue, otto } = CAST;
let other: NestFastifyApplication;
beforeAll(async () => void (other = await second(peerwork)));
afterAll(async () => {
  await other?.close();
  await far.close();
});

async function planted(text: string, values: unknown[] = []): Promise<void> {
  await peerwork.rows('set session_replication_role = replica');
  await peerwork.rows(text, values);
  await peerwork.rows('set session_replication_role = origin');
}
const send = (app = peerwork.app) => app.get(DigestMail).round();
const deliveries = () => peerwork.rows('select attempts, sent_at, error_code, next_try_at > now() as waits from app.digest_deliveries order by digest_id');
const later = () => planted(`update app.digest_deliveries set next_try_at = now() - interval '1 minute'`);

beforeEach(async () => {
  far.reset();
  for (const table of ['digest_deliveries', 'digest_clients', 'digests', 'quieted_kinds']) await planted(`delete from app.${table}`);
});

it('tells each supervisor once that there is something to read, and nothing of anybody', async () => {
  await planted(`update app.clients set preferred_name = 'Zephyrine'`);
  await peerwork.app.get(DigestMaker).round();
  expect(await send()).toBe(2);
  expect(await send()).toBe(0);
  expect(far.letters.map(({ to }) => to).sort()).toEqual([[otto.email], [sue.email]]);
  expect(far.logins).toEqual([
    { user: 'peerwork', password: 'far & secret' },
    { user: 'peerwork', password: 'far & secret' },
  ]);
  const names = await peerwork.rows<{ word: string }>(`select unnest(array[code, given_name, family_name, preferred_name, id::text]) as word from app.clients
    union select name from app.accounts union select unnest(array[code, name]) from app.programs union select id::text from app.accounts union select id::text from app.digests`);
  const words = [
    ...names.map(({ word }) => word),
    'detox',
    'therapy',
    'recovery',
    'substance',
    'addict',
    'sober',
    'treatment',
    'client',
    'patient',
    'peer',
    'relapse',
  ];
  for (const { bytes } of far.letters) {
    // The address is the reader's own, and says his name in this center.
    const told = bytes.replaceAll(sue.email, '').replaceAll(otto.email, '').toLowerCase();
    expect(words.filter((word) => word && told.includes(word.toLowerCase()))).toEqual([]);
    expect(bytes).toContain('From: digest@mail.example');
    expect(told).toContain('subject: your weekly digest');
    expect(told).toMatch(/\d+ (entry needs|entries need) attention, and \d+ (task is|tasks are) open/);
    expect(told).toContain('https://sign-in.example');
    expect(told).toContain('content-type: text/html');
  }
  expect(await deliveries()).toMatchObject([
    { attempts: 1, error_code: null },
    { attempts: 1, error_code: null },
  ]);
  const trail = await peerwork.rows(`select action, facts from app.audit_events where action like 'digest.mail%' order by id`);
  expect(trail).toHaveLength(4);
  expect(trail.slice(0, 2)).toEqual([
    { action: 'digest.mail-claimed', facts: { attempt: 1 } },
    { action: 'digest.mailed', facts: { attempt: 1 } },
  ]);
});

it('is tried again after a failure, later each time, and five times in all', async () => {
  far.answers = 451;
  await peerwork.app.get(DigestMaker).round();
  await planted(`delete from app.digests where supervisor_id = $1`, [otto.id]);
  expect(await send()).toBe(0);
  expect(await deliveries()).toEqual([{ attempts: 1, sent_at: null, error_code: '451', waits: true }]);
  expect(await send()).toBe(0);
  expect(far.tries).toBe(1);
  const waits: number[] = [];
  for (let attempt = 2; attempt <= 7; attempt++) {
    await later();
    await send();
    const [row] = await peerwork.rows<{ ms: number }>(`select extract(epoch from next_try_at - now()) as ms from app.digest_deliveries`);
    waits.push(Math.round(Number(row!.ms) / 60));
  }
  expect(far.tries).toBe(5);
  expect(waits.slice(0, 4)).toEqual([20, 80, 320, 1280]);
  expect(await deliveries()).toMatchObject([{ attempts: 5, sent_at: null, error_code: '451' }]);
});

it('goes out when the far end is back', async () => {
  far.answers = 550;
  await peerwork.app.get(DigestMaker).round();
  expect(await send()).toBe(0);
  far.answers = 250;
  await later();
  expect(await send()).toBe(2);
  expect(await deliveries()).toMatchObject([
    { attempts: 2, error_code: null },
    { attempts: 2, error_code: null },
  ]);
});

it('is sent once though two processes are at it', async () => {
  await peerwork.app.get(DigestMaker).round();
  const sent = await met(peerwork, 'digest_deliveries', [() => send(), () => send(other)]);
  expect(sent.reduce((sum, one) => sum + one)).toBe(2);
  expect(far.letters.map(({ to }) => to).sort()).toEqual([[otto.email], [sue.email]]);
});

it('is not for who quieted it, who has left, or a week long past', async () => {
  expect((await peerwork.as('sue').put('/v1/tasks/quieted-kinds/weekly-digest')).status).toBe(200);
  expect(await peerwork.app.get(DigestMaker).round()).toBe(2);
  await planted(`update app.digests set made_at = now() - interval '49 hours' where supervisor_id = $1`, [otto.id]);
  expect(await send()).toBe(0);
  await planted(`update app.digests set made_at = now() where supervisor_id = $1`, [otto.id]);
  await planted(`update app.accounts set disabled_at = now() where id = $1`, [otto.id]);
  expect(await send()).toBe(0);
  await planted(`update app.accounts set disabled_at = null where id = $1`, [otto.id]);
  expect(await send()).toBe(1);
  expect((await peerwork.as('sue').get('/v1/digests')).body.items).toHaveLength(1);
  await peerwork.as('sue').delete('/v1/tasks/quieted-kinds/weekly-digest');
  expect(await send()).toBe(1);
});

it('is of no request, and of nobody who serves requests', async () => {
  await peerwork.rows('begin; set local role app_supervisor');
  await expect(peerwork.rows('select app.claim_digest_mail()')).rejects.toThrow(/permission denied/);
  await peerwork.rows('rollback');
});

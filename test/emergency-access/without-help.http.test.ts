import { expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CLIENTS } from '../support/cast.ts';
import { ask, forgotten, opened, slugOf } from './opened.ts';

/** Nobody answers there. */
const peerwork = launch({ SMTP_URL: 'smtp://127.0.0.1:9', SMTP_FROM: 'peerwork@center.example' }, { untoldBecause: 'the trail cannot be written for a while' });

it('P2-16 emergency access is opened while mail is down', async () => {
  await opened(peerwork, 'ana', 'riley');
  expect((await peerwork.as('ana').get(`/v1/clients/${CLIENTS.riley}`)).status).toBe(200);
  await forgotten(peerwork);
});

it('P2-16 emergency access is not opened, nor used, while the trail cannot be written', async () => {
  await opened(peerwork, 'ben', 'riley');
  await peerwork.rows(
    `create function app.full() returns trigger language plpgsql as $$ begin raise exception using errcode = '53100', message = 'no room'; end $$`,
  );
  await peerwork.rows(`create trigger zz_full before insert on app.audit_events for each row execute function app.full()`);
  const answers = [await ask(peerwork, 'ana', 'riley'), await peerwork.as('ben').get(`/v1/clients/${CLIENTS.riley}`)];
  await peerwork.rows(`drop trigger zz_full on app.audit_events`);
  expect(answers.map((answer) => [answer.status, slugOf(answer)])).toEqual([503, 503].map((status) => [status, expect.stringMatching(/away/)]));
  expect(await peerwork.rows('select from app.emergency_accesses')).toHaveLength(1);
  expect((await ask(peerwork, 'ana', 'riley')).status).toBe(201);
});

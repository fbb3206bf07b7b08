import { bytesOfBase32, codeOf, stepAt } from '../../src/modules/account/totp.ts';
import type { Role } from '../../src/platform/access/actor.ts';
import type { Running } from './app.ts';
import { invite, PASSWORD } from './invite.ts';

/** What the phone shows now, or so many steps of half a minute later. */
export const shown = (secret: string, later = 0): string => codeOf(bytesOfBase32(secret), stepAt(Date.now() / 1000) + later);

/** Time enough for a request before the half minute is over; a code from the one before is then still taken. */
export async function earlyInStep(): Promise<void> {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 10_000) await new Promise((resolve) => setTimeout(resolve, left + 50));
}

export type Person = { id: string; email: string; token: string };
export type Enrolled = Person & { factorId: string; secret: string; recoveryCodes: string[]; version: number };

/** Somebody new with a session of his own. */
export async function arrive(peerwork: Running, role: Role): Promise<Person> {
  const { id, email } = await invite(peerwork, role);
  const { body } = await peerwork.as(null).post('/v1/session', { email, password: PASSWORD });
  return { id, email, token: body.token };
}

/** By the way that everybody enrols. The step-up with a password lasts on. */
export async function enrol(peerwork: Running, person: Person): Promise<Enrolled> {
  const me = peerwork.bearing(person.token);
  await me.post('/v1/session/step-up', { password: PASSWORD });
  const begun = await me.post('/v1/second-factors');
  if (begun.status !== 201) throw new Error(`${begun.status} ${begun.text}`);
  const { id: factorId, secret, version } = begun.body;
  const confirmed = await me.put(`/v1/second-factors/${factorId}/confirmation`, { code: shown(secret) }, { version });
  if (confirmed.status !== 200) throw new Error(`${confirmed.status} ${confirmed.text}`);
  await forgetUsedCodes(peerwork);
  return { ...person, factorId, secret, recoveryCodes: confirmed.body.recoveryCodes, version: confirmed.body.version };
}

export const arriveEnrolled = async (peerwork: Running, role: Role): Promise<Enrolled> => enrol(peerwork, await arrive(peerwork, role));

/** As if half a minute had gone by since the last code was used. */
export const forgetUsedCodes = (peerwork: Running) => pastTheRules(peerwork, 'update app.second_factors set last_step = 0');

/** As if the person had last proved himself long ago. */
export const letStepUpLapse = (peerwork: Running, accountId: string) =>
  pastTheRules(peerwork, `update app.sessions set stepped_up_at = now() - interval '5 minutes 1 second' where account_id = $1`, [accountId]);

async function pastTheRules(peerwork: Running, text: string, values: unknown[] = []): Promise<void> {
  await peerwork.rows(`set session_replication_role = replica`);
  await peerwork.rows(text, values);
  await peerwork.rows(`set session_replication_role = origin`);
}

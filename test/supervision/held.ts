import type { Answer, Running } from '../support/app.ts';
import { CAST } from '../support/cast.ts';

export const SESSIONS = '/v1/supervision-sessions';
const HOUR = 3_600_000;
export const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
export const day = (ago: number) => new Date(Date.now() - ago * 24 * HOUR).toISOString().slice(0, 10);

let next = 100;
/** An hour that no other session of these tests has. */
export function hour(): { startedAt: string; endedAt: string } {
  next += 2;
  return { startedAt: hoursAgo(next), endedAt: hoursAgo(next - 1) };
}

export const held = (more: object = {}) => ({
  peerSpecialistId: CAST.ana.specialistId,
  ...hour(),
  kind: 'individual',
  competencies: ['crisis', 'communication'],
  summary: 'How to end a call that goes in circles',
  actionItems: [{ what: 'Read the protocol', dueOn: day(-7) }, { what: 'Shadow Ben' }],
  ...more,
});

export async function drafted(peerwork: Running, more: object = {}, who: 'sue' | 'otto' = 'sue'): Promise<any> {
  const answer = await peerwork.as(who).post(SESSIONS, held(more));
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

export const sign = (
  peerwork: Running,
  who: 'ana' | 'ben' | 'olive' | 'sue' | 'otto' | 'max',
  { id, version }: { id: string; version: number },
): Promise<Answer> => peerwork.as(who).put(`${SESSIONS}/${id}/signature`, { attestation: true }, { version });

export async function complete(peerwork: Running, more: object = {}): Promise<any> {
  const signed = (await sign(peerwork, 'sue', await drafted(peerwork, more))).body;
  return (await sign(peerwork, 'ana', signed)).body;
}

import type { Role } from '../../src/platform/access/actor.ts';
import type { Running } from './app.ts';

export const PASSWORD = 'a long walk in autumn';

let count = 0;

/** Somebody new who has set his password, by the way that every member of staff comes in. */
export async function invite(peerwork: Running, role: Role): Promise<{ id: string; email: string; token: string }> {
  const email = `newcomer${++count}@center.example`;
  const { body } = await peerwork.as('ada').post('/v1/accounts', { email, name: 'Newcomer', role });
  await peerwork.as(null).post('/v1/invitations/acceptances', { token: body.invitation.token, password: PASSWORD });
  return { id: body.id, email, token: body.invitation.token };
}

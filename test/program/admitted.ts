import type { Running } from '../support/app.ts';
import { daysAgo } from '../client/days.ts';
import { register } from '../client/person.ts';

/** A new client with an open episode, admitted ten days ago; by default in therapy, where nobody in the cast leads. */
export async function admitted(peerwork: Running, programCode = 'therapy'): Promise<{ clientId: string; episodeId: string }> {
  const clientId = await register(peerwork);
  const { body } = await peerwork.as('max').post(`/v1/clients/${clientId}/episodes`, { programCode, admittedAt: daysAgo(10) });
  return { clientId, episodeId: body.id };
}

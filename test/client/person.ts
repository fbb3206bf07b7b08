import type { Running } from '../support/app.ts';
import { CAST } from '../support/cast.ts';

let count = 0;

/** Somebody whom nobody has registered before. */
export const person = (more: object = {}) => ({ legalName: { given: 'Robin', family: `Newperson${++count}` }, birthDate: '1985-05-05', ...more });

/** The id of a new client, registered by the program manager so that no supervisor sees him for having registered him. */
export async function register(peerwork: Running, more: object = {}): Promise<string> {
  const { body } = await peerwork.as('max').post('/v1/clients', person(more));
  return body.id;
}

/** A new client who is Ana's. */
export async function registerAnas(peerwork: Running): Promise<{ id: string; assignmentId: string }> {
  const id = await register(peerwork);
  const wish = { peerSpecialistId: CAST.ana.specialistId, role: 'primary', reason: 'intake' };
  const { body } = await peerwork.as('max').post(`/v1/clients/${id}/assignments`, wish);
  return { id, assignmentId: body.id };
}

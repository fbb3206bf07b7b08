import { expect } from '@jest/globals';
import { agreed } from '../accountability-goal/goal.ts';
import { attended, circle, demand, respond } from '../group-session/group.ts';
import { cosigned, sign } from '../session-note/session.ts';
import type { Running } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';
import { wordsOf } from '../support/paper.ts';

export const agreedGoal = async (peerwork: Running): Promise<string> => (await agreed(peerwork, 'ana', 'jordan')).id;

export const signedNote = async (peerwork: Running): Promise<string> =>
  (await cosigned(peerwork, 'ana', 'jordan', { intervention: 'Listened', response: 'Relieved', plan: 'Again' })).id;

/** Jordan's part in a group in which others are as well. */
export async function groupNote(peerwork: Running): Promise<string> {
  const session = await attended(peerwork, (await circle(peerwork)).id, ['jordan', 'sam']);
  const { id, version } = demand(201, await respond(peerwork, 'ana', session.id, 'jordan'));
  const signed = demand(200, await sign(peerwork, 'ana', { id, version }));
  demand(200, await peerwork.as('sue').put(`/v1/session-notes/${id}/cosignature`, {}, { version: signed.version }));
  return id;
}

/** The words of a document. */
export async function readIn(peerwork: Running, path: string, who: Who): Promise<string> {
  const answer = await fetch(`${peerwork.url}${path}`, { headers: { authorization: `Bearer ${CAST[who].token}`, accept: 'application/pdf' } });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  return wordsOf(Buffer.from(await answer.arrayBuffer())).replaceAll(/\s+/g, ' ');
}

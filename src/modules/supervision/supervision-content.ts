import { createHash } from 'node:crypto';
import type { Agreed } from './session-parts.entity.ts';
import type { Held, SupervisionSession } from './supervision-session.entity.ts';

export type Said = { summary: string; actionItems: Agreed[] };
export type SupervisionContent = Pick<SupervisionSession, 'id' | 'peerSpecialistId' | 'supervisorId'> & Held & Said;

/** SHA-256 of everything that a signature stands for. The length before each part keeps two contents from reading alike. */
export function contentHash(content: SupervisionContent): Buffer {
  const { id, peerSpecialistId, supervisorId, kind, startedAt, endedAt, competencies, summary, actionItems } = content;
  const parts = [
    ...[id, peerSpecialistId, supervisorId, kind, startedAt.toISOString(), endedAt.toISOString()],
    ...[String(competencies.length), ...[...competencies].sort(), summary],
    ...[String(actionItems.length), ...actionItems.flatMap(({ what, dueOn }) => [what, dueOn])],
  ];
  return createHash('sha256')
    .update(parts.map((part) => (part === null ? '-' : `${Buffer.byteLength(part)}:${part}`)).join(''))
    .digest();
}

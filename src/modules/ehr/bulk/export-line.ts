import type { FhirResource, Group } from 'fhir/r4.js';
import type { Shown } from '../fhir/handing-out.service.ts';
import { goalsOf } from '../fhir/kinds/care-plan.ts';
import { rosterVersion } from '../fhir/kinds/group.ts';
import { noticeOf } from '../fhir/labels.ts';
import { shownOf } from '../fhir/reading.service.ts';
import type { Leave, ResourceKind, Row } from '../fhir/resource-kind.ts';

/** On what a line was let out when it was written: of a caseload each member's, of what is the center's own nothing. */
export type Given = Pick<Leave, 'basis' | 'consentId' | 'consentVersion'> & { clientId: string; category: string };
export type Line = { id: string; given: Given[]; content: string[] };
/** What leaves of a line, and of whom. */
export type Leaving = { text: string; shown: Shown[] };
/** What the gate says now of a client and a category; of a consent, whether it is still the one. */
export type LeaveNow = (given: Given, line: Line) => Leave | undefined;

/** Not a type of resource: lists those whom a machine has and may not have any more. */
export const DELETED = 'deleted';

export const lineOf = (kind: ResourceKind, row: Row): Line => ({
  id: row.id,
  given: shownOf(kind, row).map(({ clientId, category, basis, consentId, consentVersion }) => ({ clientId, category, basis, consentId, consentVersion })),
  content: kind.type === 'CarePlan' ? goalsOf(row).map(({ statement }) => statement) : [],
});

export const withdrawalOf = (clientId: string): { line: Line; resource: FhirResource } => ({
  line: { id: clientId, given: [{ clientId, category: 'demographics', basis: '', consentId: null, consentVersion: null }], content: [] },
  resource: { resourceType: 'Bundle', type: 'transaction', entry: [{ request: { method: 'DELETE', url: `Patient/${clientId}` } }] },
});

/** The line as it may leave at this moment: unchanged, with the notice of what covers it now, or not at all. */
export function leavingOf(type: string, line: Line, text: string, now: LeaveNow): Leaving | null {
  if (line.given.length === 0) return { text, shown: [] };
  if (type === DELETED) return line.given.some((given) => now(given, line)) ? null : { text, shown: [] };
  if (type === 'Group') return caseloadOf(line, text, now);
  const [given] = line.given;
  const leave = now(given!, line);
  if (!leave) return null;
  const shown = [{ ...given!, ...leave, type, id: line.id }];
  return { text: isSame(given!, leave) ? text : JSON.stringify({ ...JSON.parse(text), text: noticeOf(leave, line.content) }), shown };
}

/** Whoever is not let out any more is no member, and not counted. */
function caseloadOf(line: Line, text: string, now: LeaveNow): Leaving {
  const shown = line.given.flatMap((given): Shown[] => {
    const leave = now(given, line);
    return leave ? [{ ...given, ...leave, type: 'Group', id: line.id }] : [];
  });
  if (shown.length === line.given.length) return { text, shown };
  const group = JSON.parse(text) as Group;
  const left = new Set(shown.map(({ clientId }) => `Patient/${clientId}`));
  const member = (group.member ?? []).filter(({ entity }) => left.has(entity.reference!));
  const members = member.map(({ entity, period }) => ({ clientId: entity.reference!.slice('Patient/'.length), startsAt: period!.start }));
  const meta = { ...group.meta, versionId: rosterVersion({ members } as unknown as Row) };
  return { text: JSON.stringify({ ...group, meta, quantity: member.length, member: member.length > 0 ? member : undefined }), shown };
}

const isSame = (given: Given, leave: Leave) =>
  given.basis === leave.basis && given.consentId === leave.consentId && given.consentVersion === leave.consentVersion;

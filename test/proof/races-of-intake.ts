import { randomBytes } from 'node:crypto';
import type { Change } from './changes.ts';
import { requestOf } from './changes.ts';
import { describedAs, type Described, heldLines } from './changes-of-intake.ts';
import type { Course, Race, Round } from './race.ts';

/** Everybody decides at once that his line is to become a client. */
async function created(course: Course, lines: Described[], refusal: string): Promise<Round> {
  const by = await course.fresh.person('supervisor');
  const ids = await heldLines(course.fresh, by, lines);
  const body = { resolution: 'create', reason: 'for this race' };
  const wish = { by: by.token, body, effects: ['', []] as Awaited<ReturnType<Change['wish']>>['effects'] };
  return {
    gate: 'import_lines',
    requests: ids.map((on, nth) => requestOf(course.peerwork, 'PUT /v1/clients/import-lines/:id/resolution', { ...wish, on }, nth, { version: 1 })),
    permitted: 1,
    refusals: [refusal],
    actions: ['import-line.resolved'],
    effects: () => course.count('select count(*) from app.clients where registered_by = $1', [by.id]),
  };
}

/** Limits that many lines of many imports contest. */
export const INTAKE_RACES: Race[] = [
  {
    of: 'lines that say the same, in as many imports',
    proves: ['import_lines_once'],
    round: (course, count) => {
      const one = describedAs();
      return created(course, Array<Described>(count).fill(one), '409 line-created-already');
    },
  },
  {
    of: 'lines with one identifier, in as many imports',
    proves: ['client_identifiers_unique'],
    round: (course, count) => {
      const value = randomBytes(8).toString('hex');
      return created(
        course,
        Array.from({ length: count }, () => describedAs([{ system: 'clinic-mrn', value }])),
        '409 identifier-taken',
      );
    },
  },
];

import type { Goal } from 'fhir/r4.js';
import { metaOf } from '../labels.ts';
import { day, reference, text, token } from '../parameter.ts';
import type { ResourceKind } from '../resource-kind.ts';
import { caseOf } from './case-of.ts';
import { CODES, ref, usCore } from './systems.ts';

const LIFECYCLE: Record<string, Goal['lifecycleStatus']> = {
  active: 'active',
  paused: 'on-hold',
  met: 'completed',
  'partly-met': 'completed',
  'not-met': 'completed',
  changed: 'cancelled',
};
const ACHIEVED: Record<string, { code: string; display: string }> = {
  active: { code: 'in-progress', display: 'In Progress' },
  met: { code: 'achieved', display: 'Achieved' },
  'partly-met': { code: 'improving', display: 'Improving' },
  'not-met': { code: 'not-achieved', display: 'Not Achieved' },
};

/** A goal that the client agreed to, in his words. What was only proposed binds nobody and does not leave. */
export const GOAL: ResourceKind = {
  type: 'Goal',
  view: 'ehr_goals',
  isOfMany: true,
  idIs: 'uuid',
  profile: usCore('goal'),
  ofClients: true,
  narrowedBy: ['patient', '_id'],
  parameters: {
    patient: reference('whose', ['Patient'], 'v.client_id'),
    'lifecycle-status': token('active, on-hold, completed or cancelled', [{ system: 'http://hl7.org/fhir/goal-status', code: caseOf('v.status', LIFECYCLE) }]),
    'achievement-status': token('how far it was reached', [
      { system: CODES.goalAchievement, code: caseOf('v.status', Object.fromEntries(Object.entries(ACHIEVED).map(([ours, { code }]) => [ours, code]))) },
    ]),
    'start-date': day('the day on which the client agreed', 'v.agreed_on'),
    'target-date': day('the day by which it is to be reached', 'v.target_on'),
    description: text('begins the words of the goal', ['v.statement']),
  },
  links: [{ parameter: 'patient', target: 'Patient', idsOf: (row) => [row.clientId] }],
  orders: { 'start-date': 'v.agreed_on' },
  authorOf: (row) => row['authorId'] as string,
  map: (row, { base }): Goal => {
    const [status, achieved] = [row['status'] as string, ACHIEVED[row['status'] as string]];
    return {
      resourceType: 'Goal',
      id: row.id,
      meta: metaOf(row, usCore('goal'), true),
      identifier: [{ system: `${base}/ids/goal`, value: row.id }],
      lifecycleStatus: LIFECYCLE[status]!,
      achievementStatus: achieved && { coding: [{ system: CODES.goalAchievement, ...achieved }] },
      category: [{ coding: [{ system: CODES.goalCategory, code: 'behavioral', display: 'Behavioral' }], text: row['domain'] as string }],
      description: { text: row['statement'] as string },
      subject: ref('Patient', row.clientId),
      startDate: row['agreedOn'] as string,
      target: row['targetOn'] ? [{ dueDate: row['targetOn'] as string }] : undefined,
      statusDate: (row['endedOn'] as string | null) ?? undefined,
      expressedBy: ref('Patient', row.clientId),
    };
  },
};

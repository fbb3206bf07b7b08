import type { CarePlan } from 'fhir/r4.js';
import { metaOf } from '../labels.ts';
import { day, reference, sameToken, token } from '../parameter.ts';
import type { ResourceKind, Row } from '../resource-kind.ts';
import { CODES, ref, usCore } from './systems.ts';

type Planned = { id: string; statement: string };

export const goalsOf = (row: Row) => row['goals'] as Planned[];

/** A client's recovery plan: the goals that he agreed to. One for each client. */
export const CARE_PLAN: ResourceKind = {
  type: 'CarePlan',
  view: 'ehr_care_plans',
  idIs: 'uuid',
  profile: usCore('careplan'),
  ofClients: true,
  narrowedBy: ['patient', '_id'],
  parameters: {
    patient: reference('whose', ['Patient'], 'v.client_id'),
    category: sameToken('assess-plan of every plan', [{ system: CODES.usCorePlanCategory, code: 'assess-plan' }]),
    status: token('active while a goal is open, completed then', [
      { system: 'http://hl7.org/fhir/request-status', code: `case when v.is_open then 'active' else 'completed' end` },
    ]),
    date: day('the day of the first goal', 'v.started_on'),
  },
  links: [
    { parameter: 'patient', target: 'Patient', idsOf: (row) => [row.clientId] },
    { parameter: 'goal', target: 'Goal', idsOf: (row) => goalsOf(row).map(({ id }) => id) },
  ],
  authorOf: () => null,
  map: (row): CarePlan => ({
    resourceType: 'CarePlan',
    id: row.id,
    meta: metaOf(row, usCore('careplan'), true),
    status: row['isOpen'] ? 'active' : 'completed',
    intent: 'plan',
    category: [{ coding: [{ system: CODES.usCorePlanCategory, code: 'assess-plan' }] }],
    title: 'Recovery plan',
    subject: ref('Patient', row.clientId),
    period: { start: row['startedOn'] as string },
    goal: goalsOf(row).map(({ id }) => ref('Goal', id)),
  }),
};

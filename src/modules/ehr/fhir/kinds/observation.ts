import type { Observation } from 'fhir/r4.js';
import { metaOf } from '../labels.ts';
import { type Asked, day, type Parameter, reference, sameToken, tokenParts } from '../parameter.ts';
import type { ResourceKind } from '../resource-kind.ts';
import { CODES, ref, usCore } from './systems.ts';

const CHECK_IN = 'goal-check-in';
const KEPT: Record<string, string> = { kept: 'Kept', partly: 'Partly kept', not: 'Not kept' };

/** The one code that observations have here, under this server's address. */
const code: Parameter = {
  type: 'token',
  documentation: `${CHECK_IN}, of this server's own code system`,
  modifiers: ['not'],
  where: (value, modifier, { base }: Asked) => {
    const wanted = tokenParts(value);
    const is = (wanted.system === undefined || wanted.system === `${base}/CodeSystem/observation`) && (wanted.code === undefined || wanted.code === CHECK_IN);
    return String(is !== (modifier === 'not'));
  },
};

/** A check-in on a goal: whether what was intended was done, and how confident the client is (0 to 10). His own words stay here. */
export const OBSERVATION: ResourceKind = {
  type: 'Observation',
  view: 'ehr_check_ins',
  isOfMany: true,
  idIs: 'uuid',
  profile: usCore('simple-observation'),
  ofClients: true,
  narrowedBy: ['patient', '_id', 'focus'],
  parameters: {
    patient: reference('whose', ['Patient'], 'v.client_id'),
    category: sameToken('social-history of every check-in', [{ system: CODES.observationCategory, code: 'social-history' }]),
    code,
    date: day('the day of the check-in', 'v.checked_on'),
    status: sameToken('final of every check-in', [{ system: 'http://hl7.org/fhir/observation-status', code: 'final' }]),
    focus: reference('the goal', ['Goal'], 'v.goal_id'),
  },
  links: [
    { parameter: 'patient', target: 'Patient', idsOf: (row) => [row.clientId] },
    { parameter: 'focus', target: 'Goal', idsOf: (row) => [row['goalId'] as string] },
  ],
  orders: { date: 'v.checked_on' },
  authorOf: (row) => row['authorId'] as string,
  map: (row, { base }): Observation => ({
    resourceType: 'Observation',
    id: row.id,
    meta: metaOf(row, usCore('simple-observation'), true),
    status: 'final',
    category: [{ coding: [{ system: CODES.observationCategory, code: 'social-history', display: 'Social History' }] }],
    code: { coding: [{ system: `${base}/CodeSystem/observation`, code: CHECK_IN }], text: 'Goal check-in' },
    subject: ref('Patient', row.clientId),
    focus: [ref('Goal', row['goalId'])],
    effectiveDateTime: row['checkedOn'] as string,
    performer: [ref('Practitioner', row['authorId'])],
    valueCodeableConcept: { coding: [{ system: `${base}/CodeSystem/check-in`, code: row['kept'] as string, display: KEPT[row['kept'] as string] }] },
    component:
      row['confidence'] === null
        ? undefined
        : [
            {
              code: { coding: [{ system: `${base}/CodeSystem/observation`, code: 'confidence' }], text: 'Confidence, 0 to 10' },
              valueInteger: row['confidence'] as number,
            },
          ],
  }),
};

import type { Consent } from 'fhir/r4.js';
import { metaOf, SECURITY_LABELS } from '../labels.ts';
import { instant, reference, sameToken } from '../parameter.ts';
import type { ResourceKind } from '../resource-kind.ts';
import { CENTER, CODES, ref } from './systems.ts';

const PURPOSES: Record<string, { code: string; display: string }> = {
  treatment: { code: 'TREAT', display: 'treatment' },
  payment: { code: 'HPAYMT', display: 'healthcare payment' },
  operations: { code: 'HOPERAT', display: 'healthcare operations' },
};

/** The consent that lets the caller have what it sees. A consent that is over, or is for others, is not there for it. */
export const CONSENT: ResourceKind = {
  type: 'Consent',
  view: 'ehr_consents',
  idIs: 'uuid',
  ofClients: true,
  narrowedBy: ['patient', '_id'],
  parameters: {
    patient: reference('whose', ['Patient'], 'v.client_id'),
    status: sameToken('active of every consent that is here', [{ system: 'http://hl7.org/fhir/consent-state-codes', code: 'active' }]),
    date: instant('when it took effect', 'v.activated_at'),
  },
  links: [{ parameter: 'patient', target: 'Patient', idsOf: (row) => [row.clientId] }],
  authorOf: () => null,
  map: (row): Consent => ({
    resourceType: 'Consent',
    id: row.id,
    meta: metaOf(row, undefined, true),
    status: 'active',
    scope: { coding: [{ system: CODES.consentScope, code: 'patient-privacy', display: 'Privacy Consent' }] },
    category: [
      { coding: [{ system: CODES.actCode, code: 'IDSCL', display: 'information disclosure' }] },
      { coding: [{ system: CODES.loinc, code: '59284-0', display: 'Consent Document' }] },
    ],
    patient: ref('Patient', row.clientId),
    dateTime: (row['activatedAt'] as Date).toISOString(),
    performer: [ref('Patient', row.clientId)],
    organization: [CENTER],
    policy: [{ authority: 'https://www.hhs.gov', uri: 'https://www.ecfr.gov/current/title-42/part-2' }],
    policyRule: { text: `42 CFR 2.31 written consent, ${row['kind'] as string}: ${(row['categories'] as string[]).join(', ')}` },
    provision: {
      type: 'permit',
      period: { start: row['signedOn'] as string, end: (row['expiresAt'] as Date | null)?.toISOString() },
      action: [{ coding: [{ system: CODES.consentAction, code: 'disclose', display: 'Disclose' }] }],
      purpose: (row['purposes'] as string[]).flatMap((purpose) => (PURPOSES[purpose] ? [{ system: CODES.actReason, ...PURPOSES[purpose] }] : [])),
      securityLabel: SECURITY_LABELS.slice(1, 2),
      provision: [{ type: 'deny', securityLabel: [{ system: CODES.actCode, code: 'PSYTHPN', display: 'psychotherapy note information sensitivity' }] }],
    },
  }),
};

import type { Coding, Meta, Narrative } from 'fhir/r4.js';
import { NOTICE_TEXTS } from '../../disclosure/index.ts';
import type { Leave, Row } from './resource-kind.ts';

const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';

/** Restricted, under 42 CFR Part 2, about substance use, not to be passed on without a consent: on all that is of a client. */
export const SECURITY_LABELS: Coding[] = [
  { system: CONFIDENTIALITY, code: 'R', display: 'restricted' },
  { system: ACT_CODE, code: '42CFRPart2', display: '42 CFR Part2' },
  { system: ACT_CODE, code: 'SUD', display: 'substance use disorder information sensitivity' },
  { system: ACT_CODE, code: 'NORDSCLCD', display: 'no redisclosure without consent directive' },
];

export const metaOf = ({ version, lastUpdated }: Row, profile: string | undefined, ofClient: boolean): Meta => ({
  versionId: version,
  lastUpdated: lastUpdated.toISOString(),
  ...(profile ? { profile: [profile] } : {}),
  ...(ofClient ? { security: SECURITY_LABELS } : {}),
});

/** On what is only part of a resource, because no more was asked for. */
export const SUBSETTED: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
  display: 'Resource encoded in summary mode',
};

/** What has to travel with each record, 42 CFR 2.32(a)(2) and (b): the notice, and what the consent lets this receiver have. */
export const noticeOf = ({ basis, consentId, consentVersion, scope }: Leave, content: string[]): Narrative =>
  paragraphs([...content, NOTICE_TEXTS['2.32-a2'], scopeOf(basis, consentId, consentVersion, scope)]);

export const paragraphs = (lines: string[]): Narrative => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}</div>`,
});

function scopeOf(basis: string, consentId: string | null, version: number | null, scope: Leave['scope']): string {
  if (consentId === null) return `Disclosed without consent on the basis: ${basis}.`;
  const until = scope.expiresOn ? ` until ${scope.expiresOn}` : scope.expiresWith ? ` until ${scope.expiresWith}` : ' without an end';
  const [what, forWhat] = [(scope.categories ?? []).join(', '), (scope.purposes ?? []).join(', ')];
  return `Disclosed by consent ${consentId}, version ${version}, signed on ${scope.signedOn}: ${what}; for ${forWhat};${until}.`;
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

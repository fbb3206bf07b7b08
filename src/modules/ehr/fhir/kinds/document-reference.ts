import { createHash } from 'node:crypto';
import type { DocumentReference } from 'fhir/r4.js';
import { metaOf, SECURITY_LABELS } from '../labels.ts';
import { instant, reference, sameToken, token } from '../parameter.ts';
import type { ResourceKind, Row } from '../resource-kind.ts';
import { CENTER, CODES, ref, usCore } from './systems.ts';

type Added = { at: string; text: string };

const TYPES = [{ system: CODES.loinc, code: '11506-3', display: 'Progress note' }];
const CATEGORIES = [{ system: CODES.usCoreDocumentCategory, code: 'clinical-note', display: 'Clinical Note' }];
const STATUS = `case when v.is_voided then 'entered-in-error' when v.is_superseded then 'superseded' else 'current' end`;

/**
 * A signed session note as it stood with one signature: an addendum makes a document of its own, which replaces the one before.
 * Drafts, notes that wait for a co-signature, notes that are kept from the EHR and counseling notes have no document.
 */
export const DOCUMENT_REFERENCE: ResourceKind = {
  type: 'DocumentReference',
  view: 'ehr_documents',
  isOfMany: true,
  idIs: 'uuid',
  profile: usCore('documentreference'),
  ofClients: true,
  narrowedBy: ['patient', '_id', 'encounter'],
  parameters: {
    patient: reference('whose', ['Patient'], 'v.client_id'),
    status: token('current, superseded or entered-in-error', [{ system: 'http://hl7.org/fhir/document-reference-status', code: STATUS }]),
    category: sameToken('clinical-note of every document', CATEGORIES),
    type: sameToken('11506-3 of every document', TYPES),
    date: instant('when it was signed', 'v.written_at'),
    period: instant('when the session was', 'v.started_at', 'v.ended_at'),
    author: reference('who signed it', ['Practitioner'], 'v.author_id'),
    encounter: reference('the session it is of', ['Encounter'], 'v.note_id'),
    relatesto: reference('the document that it replaces', ['DocumentReference'], 'v.replaces'),
  },
  links: [
    { parameter: 'patient', target: 'Patient', idsOf: (row) => [row.clientId] },
    { parameter: 'author', target: 'Practitioner', idsOf: (row) => [row['authorId'] as string] },
    { parameter: 'encounter', target: 'Encounter', idsOf: (row) => [row['noteId'] as string] },
  ],
  orders: { date: 'v.written_at' },
  authorOf: (row) => row['authorId'] as string,
  map: (row, { base, withContent }): DocumentReference => {
    const content = Buffer.from(wordsOf(row));
    return {
      resourceType: 'DocumentReference',
      id: row.id,
      meta: metaOf(row, usCore('documentreference'), true),
      identifier: [{ system: `${base}/ids/note`, value: row.id }],
      status: row['isVoided'] ? 'entered-in-error' : row['isSuperseded'] ? 'superseded' : 'current',
      docStatus: row['isVoided'] ? 'entered-in-error' : row['replaces'] ? 'amended' : 'final',
      type: { coding: [...TYPES, { system: `${base}/CodeSystem/document`, code: 'peer-session-note', display: 'Peer session note' }] },
      category: [{ coding: CATEGORIES }],
      subject: ref('Patient', row.clientId),
      date: (row['writtenAt'] as Date).toISOString(),
      author: [ref('Practitioner', row['authorId'])],
      custodian: CENTER,
      relatesTo: row['replaces'] ? [{ code: 'replaces', target: ref('DocumentReference', row['replaces']) }] : undefined,
      securityLabel: SECURITY_LABELS.map((coding) => ({ coding: [coding] })),
      content: [
        {
          attachment: {
            contentType: 'text/plain; charset=utf-8',
            url: `${base}/Binary/${row.id}`,
            size: content.length,
            hash: createHash('sha1').update(content).digest('base64'),
            creation: (row['writtenAt'] as Date).toISOString(),
            ...(withContent ? { data: content.toString('base64') } : {}),
          },
        },
      ],
      context: {
        encounter: [ref('Encounter', row['noteId'])],
        period: { start: (row['startedAt'] as Date).toISOString(), end: (row['endedAt'] as Date).toISOString() },
      },
    };
  },
};

/** The words of the note, as plain text; of one that was withdrawn, that it was. */
export function wordsOf(row: Row): string {
  if (row['isVoided']) return 'This note was entered in error and withdrawn.\n';
  const lines: [string, unknown][] = [
    ['Session on', row['serviceOn']],
    ['Outcome', [row['outcome'] as string, ...(row['purposes'] as string[])].join(', ')],
    ['What was done', row['intervention']],
    ['Response', row['response']],
    ['Plan', row['plan']],
    ...(row['addenda'] as Added[]).map(({ at, text }): [string, string] => [`Added ${at}`, text]),
  ];
  return lines.flatMap(([label, words]) => (words ? [`${label}: ${words as string}\n`] : [])).join('');
}

import fc from 'fast-check';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { JUDGED_FINDING, WAITING_FINDING } from '../access/findings.ts';
import { NOAH, OBJECTS, UNHIRED } from '../access/objects.ts';
import type { Ground } from './fuzz-ground.ts';
import type { Known } from './schema-arbitrary.ts';

/** Replaced, when a request is sent, by words that belong to the client whom it is about. */
export const WORDS = 'words-of-whoever-it-is-about';

/** Ids that are there, so that a valid request reaches something. */
export function knownOf({ signIn, tokens }: Ground): Known {
  const specialists = ['ana', 'ben', 'olive'].map((who) => CAST[who as 'ana'].specialistId);
  const ids: Record<string, string[]> = {
    clientId: [...Object.values(CLIENTS), UNKNOWN],
    peerSpecialistId: [...specialists, UNKNOWN],
    preferredSpecialistId: [...specialists, UNKNOWN],
    leaderId: [...specialists, UNKNOWN],
    coLeaderId: [...specialists, UNKNOWN],
    supervisorId: [CAST.sue.id, CAST.otto.id, CAST.ana.id, UNKNOWN],
    accountId: [UNHIRED, NOAH, CAST.nadia.id, CAST.ana.id, CAST.sue.id, UNKNOWN],
    goalIds: [...Object.values(OBJECTS.active), ...Object.values(OBJECTS.paused), UNKNOWN],
    recipientId: [...Object.values(OBJECTS.recipient), UNKNOWN],
    recipientIds: [...Object.values(OBJECTS.recipient), UNKNOWN],
    memberIds: [...Object.values(OBJECTS.recipient), UNKNOWN],
    recordId: [...Object.values(OBJECTS.active), ...Object.values(OBJECTS.signed), UNKNOWN],
    addendumId: [...Object.values(OBJECTS.signed), UNKNOWN],
    findingId: [WAITING_FINDING, JUDGED_FINDING, UNKNOWN],
    supersedes: [...Object.values(OBJECTS.consent), UNKNOWN],
    previewId: [...Object.values(OBJECTS.previewedPurge), UNKNOWN],
    content: [Buffer.from('%PDF-1.7 a form').toString('base64'), 'AAAA'],
    bedId: [...Object.values(OBJECTS.bed), ...Object.values(OBJECTS.takenBed), ...Object.values(OBJECTS.turnoverBed), UNKNOWN],
    programCode: ['detox', 'therapy', 'supportive-living', 'no-such-program'],
    program: ['detox', 'therapy', 'supportive-living', 'no-such-program'],
    payer: ['plain', 'nc-medicaid', 'no-such-payer'],
    languages: ['en', 'es-MX', 'zh-Hant'],
    after: [
      ...Object.values(OBJECTS)
        .flatMap(Object.values<string>)
        .filter(isId)
        .map(marker),
      '_____________________w',
      'AAAAAAAAAAAAAAAAAAAAAA',
    ],
    name: ['planted', 'Testperson', 'Zoë 😀', 'ana'],
    birthDate: ['1990-01-01', '1985-12-31'],
    fileName: ['roster.csv', WORDS],
    csv: [
      'given name,family name,birth date\nPaper,Testperson,1980-01-31',
      'First;Last;DOB;MRN;Program;Admitted on;Peer specialist;Hat\nPaper;Testperson;1/31/1980;M-1;detox;2026-01-05;ana@center.example;blue\nSam;Testperson;1/31/80',
      'given name,family name\nPaper,Testperson',
    ],
    email: [signIn.email, 'somebody@center.example', 'ana@center.example'],
    token: [...tokens, 'x'.repeat(43)],
    password: [signIn.password, 'another walk in winter'],
  };
  return (name, { type, enum: choices, minLength = 0, maxLength = 0, format }) => {
    if (ids[name] && type !== 'array' && type !== 'object') return fc.constantFrom(...ids[name]);
    const isText = type === 'string' && !choices && !format && minLength <= WORDS.length && maxLength >= 60;
    return isText
      ? fc.oneof(
          fc.constant(WORDS),
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => `words ${text}`),
        )
      : undefined;
  };
}

const isId = (id: string) => id.length === 36;
const marker = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

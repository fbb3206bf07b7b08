import { instantIn, type NoteDocument, section, type Section } from '../session-note/index.ts';
import type { DisclosedNote, DisclosureContent, ScopeView } from './content.dto.ts';
import type { DisclosureView } from './disclosure.dto.ts';
import { NOTICE_TEXTS } from './notice.ts';

type Place = { center: string; timeZone: string };
type Line = Section['lines'][number];
const line = (label: string, text: string | null): Line => ({ label, text: text || '-' });

/** What leaves, with the statement that goes along and the scope of the consent on its first page and the short statement at the foot of each. */
export function contentDocument(content: DisclosureContent, { center, timeZone }: Place): NoteDocument {
  const at = instantIn(timeZone);
  const { notice, scope, demographics, stays, sessions, goals, notes, groupNotes, statements } = content;
  const parts: Section[] = [
    ...demographics.map((one) =>
      section(
        'Client',
        line('Name', `${one.givenName} ${one.familyName}`),
        line('Called', [one.preferredName, one.pronouns].filter(Boolean).join(', ')),
        line('Date of birth', one.birthDate),
        line('Languages', one.languages.join(', ')),
      ),
    ),
    ...several('Programs', stays, ({ program, startsAt, endsAt }) => line(program, `${at(startsAt)} to ${endsAt ? at(endsAt) : 'now'}`)),
    ...several('Sessions', sessions, (one) => line(one.serviceOn, `${at(one.startedAt)} to ${at(one.endedAt)}, ${one.outcome}, ${one.modality}`)),
    ...several('Goals', goals, (one) => line(`${one.domain}, ${one.status}`, `${one.statement}\nagreed on ${one.agreedOn}`)),
    ...notes.map((note) => noteSection('Session note', note, at)),
    ...groupNotes.map((note) => noteSection('Note of a group session', note, at)),
    ...statements.map((one) =>
      section(
        `The client disagrees: ${one.recordKind === 'goal' ? 'goal' : 'session note'}`,
        line('What is wrong', one.wrong),
        line('What should stand', one.shouldStand),
        line('Denied', one.denial),
        line('Statement', one.statement),
        line('Answer', one.rebuttal),
        line('Record', one.recordId),
      ),
    ),
  ];
  return {
    title: `${center}: disclosure`,
    notice: NOTICE_TEXTS['2.32-a2'],
    mark: null,
    sections: [
      section('Notice', { text: notice.text }),
      section(
        'Disclosure',
        line('To', content.recipientName),
        line('Purpose', content.purpose),
        line('Prepared', at(content.preparedAt)),
        line('Number', content.disclosureId),
      ),
      scopeSection(scope),
      ...parts,
    ],
  };
}

/** The accounting of disclosures: what left, what was refused, and what was told in an emergency. */
export function accountDocument(clientId: string, rows: DisclosureView[], { center, timeZone }: Place): NoteDocument {
  const at = instantIn(timeZone);
  const entry = (one: DisclosureView) =>
    section(
      `${at(one.sentAt ?? one.requestedAt)}: ${one.status}`,
      line('To', [one.recipientName, one.recipientAffiliation].filter(Boolean).join(', ')),
      line('Purpose', [one.purpose, one.emergency ?? one.reportGround].filter(Boolean).join(': ')),
      line('What', (one.told ?? one.categories).join(', ')),
      line('Basis', one.basis && `${one.basis}${one.consentId ? ` ${one.consentId}, version ${one.consentVersion}` : ''}`),
      ...(one.legalOrderId ? [line('Order', one.orderReference), line('Order number', one.legalOrderId)] : []),
      ...(one.machineClientId ? [line('Read by machine', one.machineName)] : []),
      ...(one.toldCategories ? [line('Told', `by word of mouth: ${one.toldCategories.join(', ')}`)] : []),
      ...(one.claimExportId ? [line('Claims', one.claimExportId)] : []),
      ...(one.disclosedBy ? [line('Disclosed by', one.disclosedBy)] : []),
      line('Number', one.id),
    );
  const whose = section('Client', line('Record', clientId), line('Disclosures', `${rows.length}`));
  return { title: `${center}: accounting of disclosures`, notice: NOTICE_TEXTS['2.32-a2'], mark: null, sections: [whose, ...rows.map(entry)] };
}

function scopeSection(scope: ScopeView): Section {
  const { basis, consentId, legalOrderId, kind, categories, purposes, signedOn, expiresOn, expiresWith, reference } = scope;
  const what = [line('Kind', kind), line('What', categories.join(', '))];
  const ends = line('Ends', expiresOn ?? expiresWith);
  if (consentId)
    return section('Scope of the consent', ...what, line('Purposes', purposes.join(', ')), line('Signed on', signedOn), ends, line('Number', consentId));
  if (legalOrderId) return section('Scope of the order', line('Order', reference), ...what, ends, line('Number', legalOrderId));
  return section('Scope', line('Basis', `${basis}; the client's consent is not needed`));
}

const several = <T>(title: string, rows: T[], lineOf: (row: T) => Line): Section[] => (rows.length > 0 ? [section(title, ...rows.map(lineOf))] : []);

const noteSection = (title: string, note: DisclosedNote, at: (instant: Date | string) => string): Section =>
  section(
    `${title}, ${note.serviceOn}`,
    line('Outcome', [note.outcome, ...note.purposes].join(', ')),
    line('What was done', note.intervention),
    line('Response', note.response),
    line('Plan', note.plan),
    ...note.addenda.map((one) => line(`Added ${at(one.at)}`, one.text)),
    line('Signed', `${note.authorName}, ${at(note.signedAt)}`),
  );

import type { SessionNoteView } from './session-note-view.dto.ts';

/** Whose chart it goes into; null where the client is out of the reader's sight by now. */
export type ChartOwner = { code: string; givenName: string; familyName: string; birthDate: string } | null;

/** A heading with what stands under it; `label` and `text` side by side, or text alone. */
export type Section = { title: string; lines: { label?: string; text: string }[] };
export type NoteDocument = { title: string; notice: string; mark: string | null; sections: Section[] };

type Place = { center: string; timeZone: string };

/** 42 CFR 2.32(a)(2), the short form: it goes with every copy that leaves the program. */
const NOTICE = '42 CFR part 2 prohibits unauthorized use or disclosure of these records.';
const STATUS: Record<string, string> = {
  draft: 'Draft, not signed',
  signed: 'Signed',
  'pending-cosignature': 'Signed, awaiting co-signature',
  cosigned: 'Signed and co-signed',
  voided: 'Entered in error',
};

/** Everything that is known of a note, in the order in which a chart is read. What was said later stands below what was signed. */
export function noteDocument(note: SessionNoteView, owner: ChartOwner, goals: string[], { center, timeZone }: Place): NoteDocument {
  const at = instantIn(timeZone);
  const words = note.wordsWithheld
    ? [section('Content', { text: 'The words of this note are withheld from your role.' })]
    : [
        ...(note.reason ? [section('Why it did not take place', { text: note.reason })] : []),
        section('What the peer did', { text: note.intervention ?? '-' }),
        section('How the client responded', { text: note.response ?? '-' }),
        section('What comes next', { text: note.plan ?? '-' }),
      ];
  return {
    title: `${center}: session note`,
    notice: NOTICE,
    mark: note.status === 'voided' ? 'ENTERED IN ERROR' : note.status === 'draft' ? 'DRAFT' : null,
    sections: [
      section('Client', ...(owner ? clientLines(owner) : [{ text: 'Not in your sight' }])),
      section(
        'Session',
        { label: 'Date of service', text: note.serviceOn },
        { label: 'Time', text: `${at(note.startedAt)} to ${at(note.endedAt)} (${note.durationMinutes} minutes, ${timeZone})` },
        { label: 'Outcome', text: note.outcome },
        { label: 'How and where', text: [note.modality, note.place].filter(Boolean).join(', ') },
        { label: 'Program', text: note.program ?? '-' },
        { label: 'Purposes', text: note.purposes.join(', ') || '-' },
        { label: 'Goals', text: goals.join('\n') || (note.goalIds.length > 0 ? `${note.goalIds.length}` : '-') },
        { label: 'Author', text: note.authorName },
        { label: 'Status', text: STATUS[note.status] ?? note.status },
        ...(note.keptFromEhr ? [{ label: 'EHR', text: 'Kept out of it by the author' }] : []),
        ...(note.lateEntry ? [{ label: 'Late entry', text: note.lateReason ?? 'yes' }] : []),
        { label: 'Note', text: `${note.id}, version ${note.version}` },
      ),
      ...words,
      section('Signatures', ...(note.signatures.length > 0 ? note.signatures.map((one) => signatureLine(one, at)) : [{ text: 'None' }])),
      ...note.addenda.map((one) => section(`Addendum of ${at(one.createdAt)}: ${one.reason}`, { text: one.text })),
      ...(note.voided
        ? [section(`Entered in error, ${at(note.voided.voidedAt)}`, { text: note.voided.reason ?? 'The reason is withheld from your role.' })]
        : []),
    ],
  };
}

export const section = (title: string, ...lines: Section['lines']): Section => ({ title, lines });

const clientLines = ({ code, givenName, familyName, birthDate }: NonNullable<ChartOwner>) => [
  { label: 'Name', text: `${givenName} ${familyName}` },
  { label: 'Code', text: code },
  { label: 'Date of birth', text: birthDate },
];

const signatureLine = ({ kind, name, credential, signedAt, contentHash }: SessionNoteView['signatures'][number], at: (instant: Date) => string) => ({
  label: kind === 'author' ? 'Author' : 'Co-signed',
  text: `${name}${credential ? `, ${credential}` : ''}, ${at(signedAt)}\nSHA-256 ${contentHash}`,
});

/** By the clock at the site, to the minute, with the offset that held then: a night has two half past ones. */
export const instantIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' });
  const offset = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (instant: Date | string) => {
    const date = new Date(instant);
    const zone = offset.formatToParts(date).find(({ type }) => type === 'timeZoneName')!.value;
    return `${format.format(date).replace(',', '')} ${zone}`;
  };
};

/** What a rule may ask for. */
export const TASK_KINDS = [
  'overdue-contact',
  'hand-off',
  'unsigned-note',
  'cosignature',
  'returned-note',
  'expiring-credential',
  'unsigned-supervision',
  'needs-peer',
  'goal-check-in',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const SUBJECT_KINDS = ['client', 'hand-off', 'session-note', 'credential', 'supervision-session', 'goal'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

export const SUBJECT_OF: Record<TaskKind, SubjectKind> = {
  'overdue-contact': 'client',
  'hand-off': 'hand-off',
  'unsigned-note': 'session-note',
  cosignature: 'session-note',
  'returned-note': 'session-note',
  'expiring-credential': 'credential',
  'unsigned-supervision': 'supervision-session',
  'needs-peer': 'client',
  'goal-check-in': 'goal',
};

/** The same sentence whoever it is about: nothing that somebody wrote stands in a list. */
const WORDS: Record<TaskKind, string> = {
  'overdue-contact': 'Reach out: the next contact is past due',
  'hand-off': 'Say what the next program must know, meet there, and confirm the first contact',
  'unsigned-note': 'Finish this note and sign it',
  cosignature: 'Read this note, and co-sign or return it',
  'returned-note': 'Answer what the note was returned for, and sign it again',
  'expiring-credential': 'Renew this credential and have the new one verified',
  'unsigned-supervision': 'Read what was said in this session of supervision, and sign your side',
  'needs-peer': 'Find the right peer specialist',
  'goal-check-in': 'Ask how it goes with this goal',
};
const STATED = 'Meet in the new program, and confirm the first contact';

export const wordsFor = (kind: TaskKind, isStated: boolean): string => (kind === 'hand-off' && isStated ? STATED : WORDS[kind]);

import { MACHINE_PURPOSES } from '../../platform/access/actor.ts';

/** Kinds that are kept apart: what one of them allows, no other one does. */
export const CONSENT_KINDS = ['tpo', 'named-recipient', 'counseling-notes', 'legal-proceedings', 'intermediary', 'criminal-justice'] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

/** What the center holds of a client and may disclose. */
export const HELD_CATEGORIES = ['demographics', 'attendance', 'goals', 'session-notes', 'group'] as const;
export type HeldCategory = (typeof HELD_CATEGORIES)[number];
/** Counseling notes may be consented to; they never leave from here: their author gives them out himself, on paper. */
export const CATEGORIES = [...HELD_CATEGORIES, 'counseling-notes'] as const;
export type Category = (typeof CATEGORIES)[number];

export const PURPOSES = [...MACHINE_PURPOSES, 'legal', 'family-contact', 'research', 'other'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Whom a consent may describe where it does not name them, 42 CFR 2.31(a)(4). */
export const RECIPIENT_CLASSES = ['treating-providers', 'health-plans', 'program-operations'] as const;
export type RecipientClass = (typeof RECIPIENT_CLASSES)[number];

export const RECIPIENT_KINDS = ['treating-provider', 'payer', 'qso', 'intermediary', 'legal', 'family', 'other'] as const;
export type RecipientKind = (typeof RECIPIENT_KINDS)[number];

/** On what a recipient may rely: a client's consent, or a relation that needs none. */
export const BASES = ['consent', 'same-program', 'qso', 'audit-evaluation', 'research'] as const;
export type Basis = (typeof BASES)[number];
/** On what something leaves: also on an order of a court that is honoured, which is no recipient's to rely on before. */
export type DisclosureBasis = Basis | 'legal-order';

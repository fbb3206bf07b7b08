import { isMinor, needsGuardian, type Youth } from './minor.ts';
import type { Category, ConsentKind, Purpose, RecipientClass } from './scope.ts';

export const EXPIRIES = ['none', 'end-of-treatment', 'final-disposition'] as const;
export const SIGNATURES = ['wet', 'electronic'] as const;
export const SIGNERS = ['client', 'personal-representative'] as const;

/** What is agreed to, as 42 CFR 2.31(a) asks for it: a draft may lack any of it. */
export type Elements = {
  /** Who may disclose: a name, or a class such as the program's staff. */
  discloser: string | null;
  categories: Category[];
  recipientIds: string[];
  recipientClasses: RecipientClass[];
  purposes: Purpose[];
  purposeWords: string | null;
  /** Which wording of the statement was signed: of the right to revoke, of redisclosure, of what refusing leads to. */
  revocationStatement: string | null;
  redisclosureStatement: string | null;
  refusalStatement: string | null;
  expiresOn: string | null;
  expiresWith: (typeof EXPIRIES)[number] | null;
  signature: (typeof SIGNATURES)[number] | null;
  signer: (typeof SIGNERS)[number] | null;
  signerName: string | null;
  signerRelationship: string | null;
  signedOn: string | null;
  /** Who signed besides a minor, where the state's law asks for it, 42 CFR 2.14. */
  guardianName: string | null;
  guardianRelationship: string | null;
  guardianSignedOn: string | null;
  /** Of a criminal-justice consent: the day before which it stands against its revocation, 42 CFR 2.35. */
  revocableFrom: string | null;
  supersedes: string | null;
};

export const BLANK: Elements = {
  ...{ discloser: null, categories: [], recipientIds: [], recipientClasses: [], purposes: [], purposeWords: null, revocationStatement: null },
  ...{ redisclosureStatement: null, refusalStatement: null, expiresOn: null, expiresWith: null, signature: null, signer: null, signerName: null },
  ...{ signerRelationship: null, signedOn: null, revocableFrom: null, supersedes: null },
  ...{ guardianName: null, guardianRelationship: null, guardianSignedOn: null },
};

type Claimed = Elements & { kind: ConsentKind };
/** The day at the site, the treatment that goes on, where one does, whether an intermediary is among those who are named, and how old the client is to what rule. */
export type Ground = { today: string; timeZone: string; openEpisodeId: string | null; hasIntermediary: boolean; youth: Youth };

type Fault = { pointer: string; detail: string };
type Rule = readonly [isFault: boolean, element: string, detail: string];

const REQUIRED = 'is required';
const EVERYDAY = ['treatment', 'payment', 'operations'];

/** What keeps a consent from being one, 42 CFR 2.31: each element that is missing, and each that its kind cannot have. */
export function elementsMissing(consent: Claimed, ground: Ground): Fault[] {
  const rules = [
    ...required(consent),
    ...(consent.kind === 'tpo' ? ofTpo(consent) : ofOthers(consent)),
    ...apart(consent),
    ...dated(consent, ground),
    ...ofMinors(consent, ground),
  ];
  return rules.flatMap(([isFault, element, detail]) => (isFault ? [{ pointer: `#/${element}`, detail }] : []));
}

/** (a)(2) to (a)(9); whose consent it is, (a)(1), a consent cannot be without. */
const required = (consent: Claimed): Rule[] => [
  [!consent.discloser, 'discloser', REQUIRED],
  [consent.categories.length === 0, 'categories', REQUIRED],
  [consent.recipientIds.length === 0 && consent.recipientClasses.length === 0, 'recipientIds', REQUIRED],
  [consent.purposes.length === 0, 'purposes', REQUIRED],
  [consent.purposes.includes('other') && !consent.purposeWords, 'purposeWords', 'is required where the purpose is another one'],
  [!consent.revocationStatement, 'revocationStatement', REQUIRED],
  [!consent.expiresOn && !consent.expiresWith, 'expiresOn', 'or expiresWith is required'],
  [!consent.signature, 'signature', REQUIRED],
  [!consent.signer, 'signer', REQUIRED],
  [!consent.signedOn, 'signedOn', REQUIRED],
  [consent.signer === 'personal-representative' && !consent.signerName, 'signerName', 'is required of a personal representative'],
  [consent.signer === 'personal-representative' && !consent.signerRelationship, 'signerRelationship', 'is required of a personal representative'],
];

/** (a)(4)(i) and (a)(10): for all of treatment, payment and operations, with what may become of it said. */
const ofTpo = (consent: Claimed): Rule[] => [
  [!consent.redisclosureStatement, 'redisclosureStatement', 'is required for treatment, payment and operations'],
  [!consent.refusalStatement, 'refusalStatement', 'is required for treatment, payment and operations'],
  [consent.purposes.some((purpose) => !EVERYDAY.includes(purpose)), 'purposes', 'can be treatment, payment and operations only'],
];

const ofOthers = ({ expiresWith, recipientClasses, kind }: Claimed): Rule[] => [
  [expiresWith === 'none' || expiresWith === 'end-of-treatment', 'expiresWith', 'is only for treatment, payment and operations; give a day or the event'],
  [
    kind === 'intermediary' ? recipientClasses.some((each) => each !== 'treating-providers') : recipientClasses.length > 0,
    'recipientClasses',
    kind === 'intermediary' ? 'can be treating providers only' : 'cannot stand for names here; name the recipients',
  ],
];

/** (b) and (d): what cannot stand beside anything else. */
const apart = ({ kind, categories, purposes, revocableFrom, expiresWith }: Claimed): Rule[] => [
  [kind === 'counseling-notes' && categories.some((each) => each !== 'counseling-notes'), 'categories', 'can be counseling notes only, in a consent for them'],
  [kind !== 'counseling-notes' && categories.includes('counseling-notes'), 'categories', 'cannot be counseling notes: they need a consent of their own'],
  [kind === 'legal-proceedings' && purposes.some((each) => each !== 'legal'), 'purposes', 'can be legal only, in a consent for proceedings'],
  [kind !== 'legal-proceedings' && purposes.includes('legal'), 'purposes', 'cannot be legal: proceedings need a consent of their own'],
  [kind !== 'criminal-justice' && revocableFrom !== null, 'revocableFrom', 'is only for a consent given to criminal justice'],
  [kind !== 'criminal-justice' && expiresWith === 'final-disposition', 'expiresWith', 'is only for a consent given to criminal justice'],
];

const dated = ({ kind, signedOn, expiresOn, expiresWith, recipientIds, recipientClasses }: Claimed, ground: Ground): Rule[] => [
  [signedOn !== null && signedOn > ground.today, 'signedOn', 'lies in the future'],
  [expiresOn !== null && expiresOn < ground.today, 'expiresOn', 'has passed already'],
  [expiresOn !== null && expiresWith !== null, 'expiresWith', 'cannot stand beside expiresOn'],
  [expiresWith === 'end-of-treatment' && !ground.openEpisodeId, 'expiresWith', 'needs a treatment that goes on'],
  // (a)(4)(ii): the intermediary, and who gets it through him.
  [kind === 'intermediary' && recipientIds.length > 0 && !ground.hasIntermediary, 'recipientIds', 'must name the intermediary'],
  [
    kind === 'intermediary' && ground.hasIntermediary && recipientIds.length < 2 && recipientClasses.length === 0,
    'recipientClasses',
    'or the members are required',
  ],
];

/** 42 CFR 2.14: a minor signs himself, and where the state's law asks for a guardian, both do. */
function ofMinors({ signer, signedOn, guardianName, guardianRelationship, guardianSignedOn }: Claimed, { youth, today }: Ground): Rule[] {
  const isSigned = signedOn !== null;
  const guardian = isSigned && needsGuardian(youth, signedOn);
  return [
    [isSigned && isMinor(youth, signedOn) && signer === 'personal-representative', 'signer', 'must be the client: a minor signs himself'],
    [guardian && !guardianName, 'guardianName', 'is required of this minor by the law of the state'],
    [guardian && !guardianRelationship, 'guardianRelationship', 'is required of this minor by the law of the state'],
    [guardian && !guardianSignedOn, 'guardianSignedOn', 'is required of this minor by the law of the state'],
    [guardianSignedOn !== null && guardianSignedOn > today, 'guardianSignedOn', 'lies in the future'],
  ];
}

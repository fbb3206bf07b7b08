import { DisclosedStatement } from '../amendment/index.ts';

export class NoticeView {
  /** @example 2.32-a2 */
  version: string;
  text: string;
}

/** What the client consented to, what a court ordered, or why neither is needed, 42 CFR 2.32(b). */
export class ScopeView {
  /** @example consent */
  basis: string;
  consentId: string | null;
  legalOrderId: string | null;
  /** Of an order: the rule that it was made under, the court and the case. */
  reference: string | null;
  kind: string | null;
  categories: string[];
  purposes: string[];
  signedOn: string | null;
  expiresOn: string | null;
  expiresWith: string | null;
}

export class DisclosedDemographics {
  id: string;
  givenName: string;
  familyName: string;
  preferredName: string | null;
  pronouns: string | null;
  birthDate: string;
  languages: string[];
}

export class DisclosedStay {
  id: string;
  program: string;
  startsAt: Date;
  endsAt: Date | null;
}

export class DisclosedSession {
  id: string;
  serviceOn: string;
  startedAt: Date;
  endedAt: Date;
  outcome: string;
  modality: string;
}

export class DisclosedGoal {
  id: string;
  statement: string;
  domain: string;
  status: string;
  agreedOn: string;
  targetOn: string | null;
  endedOn: string | null;
}

export class DisclosedAddendum {
  at: Date;
  text: string;
}

export class DisclosedNote {
  id: string;
  serviceOn: string;
  outcome: string;
  purposes: string[];
  intervention: string | null;
  response: string | null;
  plan: string | null;
  authorName: string;
  signedAt: Date;
  addenda: DisclosedAddendum[];
}

/** Each part is there if its category is. */
export class DisclosedParts {
  demographics: DisclosedDemographics[];
  stays: DisclosedStay[];
  sessions: DisclosedSession[];
  goals: DisclosedGoal[];
  notes: DisclosedNote[];
  /** The client's own notes of group sessions; of the others in the group nothing. */
  groupNotes: DisclosedNote[];
}

export class DisclosureContent extends DisclosedParts {
  /** What the client says to denials to amend what is here, and the answer, 45 CFR 164.526(d)(5). */
  statements: DisclosedStatement[];
  disclosureId: string;
  clientId: string;
  recipientName: string;
  purpose: string;
  preparedAt: Date;
  notice: NoticeView;
  scope: ScopeView;
}

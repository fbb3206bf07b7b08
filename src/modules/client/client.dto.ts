import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Clearable, Code, Flag, LanguageTags, OneOf, Optional, Part, Parts, QueryFlag, Text } from '../../platform/http/shapes.ts';
import { ASSIGNMENT_ROLES, type AssignmentRole } from './assignment.entity.ts';

export const CLIENT_STATUSES = ['prospect', 'enrolled', 'inactive', 'deceased'] as const;
export type ClientStatus = (typeof CLIENT_STATUSES)[number];
const CONTACT_KINDS = ['phone', 'email', 'address'] as const;

export class LegalName {
  /** @example Jordan */
  @Text(1, 80)
  given: string;

  /** @example Testperson */
  @Text(1, 80)
  family: string;
}

export class ContactPointFields {
  @OneOf(CONTACT_KINDS)
  kind: 'phone' | 'email' | 'address';

  /** @example +1 555 0100 */
  @Text(3, 300)
  value: string;

  /** What is not said is not allowed. */
  @Optional()
  @Flag()
  okToCall?: boolean;

  @Optional()
  @Flag()
  okToText?: boolean;

  @Optional()
  @Flag()
  okToVoicemail?: boolean;
}

export class IdentifierFields {
  /** @example clinic-mrn */
  @Text(1, 200)
  system: string;

  @Text(1, 120)
  value: string;
}

export class RegisterClient {
  @Part(() => LegalName)
  legalName: LegalName;

  @Optional()
  @Text(1, 80)
  preferredName?: string;

  @Optional()
  @Text(1, 40)
  pronouns?: string;

  /** @example 1990-01-31 */
  @CalendarDate()
  birthDate: string;

  @Optional()
  @LanguageTags(10)
  languages?: string[];

  @Optional()
  @Parts(() => ContactPointFields, 20)
  contactPoints?: ContactPointFields[];

  @Optional()
  @Parts(() => IdentifierFields, 20)
  identifiers?: IdentifierFields[];

  /** Why this is not the likely duplicate; needed with `confirmNotDuplicate=true`. */
  @Optional()
  @Text(3, 500)
  reason?: string;
}

export class RegisterClientQuery {
  /** Registers although somebody with this name and birth date is known. */
  @Optional()
  @QueryFlag()
  confirmNotDuplicate?: boolean;
}

/** Lists are replaced as a whole; what is left out stays. */
export class ChangeClient {
  @Optional()
  @Part(() => LegalName)
  legalName?: LegalName;

  @Clearable()
  @Text(1, 80)
  preferredName?: string | null;

  @Clearable()
  @Text(1, 40)
  pronouns?: string | null;

  @Optional()
  @CalendarDate()
  birthDate?: string;

  @Optional()
  @LanguageTags(10)
  languages?: string[];

  @Optional()
  @Parts(() => ContactPointFields, 20)
  contactPoints?: ContactPointFields[];

  @Optional()
  @Parts(() => IdentifierFields, 20)
  identifiers?: IdentifierFields[];
}

export class FindClients extends PageQuery {
  /** The program of the open stay. */
  @Optional()
  @Code()
  program?: string;

  @Optional()
  @OneOf(CLIENT_STATUSES)
  status?: ClientStatus;

  /** Only those without a primary specialist. */
  @Optional()
  @QueryFlag()
  unassigned?: boolean;
}

export class SearchClients {
  /**
   * The beginning of any part of the name.
   * @example Test
   */
  @Optional()
  @Text(2, 80)
  name?: string;

  @Optional()
  @CalendarDate()
  birthDate?: string;

  @Optional()
  @Part(() => IdentifierFields)
  identifier?: IdentifierFields;
}

export class PrimarySpecialist {
  peerSpecialistId: string;
  name: string;
}

export class ClientRow {
  id: string;
  code: string;
  legalName: LegalName;
  preferredName: string | null;
  birthDate: string;
  @OneOf(CLIENT_STATUSES)
  status: ClientStatus;
  program: string | null;
  primary: PrimarySpecialist | null;
  version: number;
}

export class ClientPage {
  items: ClientRow[];
  next: string | null;
}

export class ContactPointView {
  @OneOf(CONTACT_KINDS)
  kind: 'phone' | 'email' | 'address';
  value: string;
  okToCall: boolean;
  okToText: boolean;
  okToVoicemail: boolean;
}

export class ClientAssignment {
  id: string;
  peerSpecialistId: string;
  name: string;
  @OneOf(ASSIGNMENT_ROLES)
  role: AssignmentRole;
  startsAt: Date;
}

export class ClientView extends ClientRow {
  pronouns: string | null;
  languages: string[];
  contactPoints: ContactPointView[];
  identifiers: IdentifierFields[];
  /** Who is there for the client now. */
  assignments: ClientAssignment[];
  createdAt: Date;
}

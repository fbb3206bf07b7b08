import { PageQuery } from '../../platform/http/page.ts';
import { Flag, Id, Instant, Optional, Text, WholeNumber } from '../../platform/http/shapes.ts';

export class ChangeProgram {
  /** @example Supportive living */
  @Optional()
  @Text(1, 120)
  name?: string;

  /** One interval for the whole stay: adds a version of the contact policy that holds from today on, with this one phase. */
  @Optional()
  @WholeNumber(1, 366)
  contactIntervalDays?: number;

  /** Whether completed sessions wait for the supervisor's signature. Decided anew for each note when it is signed. */
  @Optional()
  @Flag()
  cosignatureRequired?: boolean;
}

export class FindPrograms extends PageQuery {}

export class ProgramView {
  /** @example therapy */
  code: string;
  name: string;
  /** Of the first phase of the contact policy that holds today. */
  contactIntervalDays: number;
  cosignatureRequired: boolean;
  version: number;
}

export class ProgramPage {
  items: ProgramView[];
  next: string | null;
}

export class NameProgramLead {
  /** An account whose role is `supervisor`. */
  @Id()
  supervisorId: string;

  /**
   * Absent: from now on.
   * @example 2026-11-22T15:00:00Z
   */
  @Optional()
  @Instant()
  from?: Date;
}

export class EndProgramLead {
  /** Absent: now. */
  @Optional()
  @Instant()
  at?: Date;
}

export class ProgramLeadView {
  id: string;
  programCode: string;
  supervisorId: string;
  supervisorName: string;
  startsAt: Date;
  endsAt: Date | null;
  version: number;
}

export class ProgramLeadPage {
  items: ProgramLeadView[];
  next: string | null;
}

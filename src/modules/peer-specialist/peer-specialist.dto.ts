import { PartialType, PickType } from '@nestjs/swagger';
import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, DecimalNumber, Id, Instant, LanguageTags, Optional, Text, TextList, WholeNumber } from '../../platform/http/shapes.ts';

export class HirePeerSpecialist {
  /**
   * An account whose role is `peer-specialist`.
   * @example 019a2b6e-7d4f-7c3a-9a51-0d3b8a4f2c11
   */
  @Id()
  accountId: string;

  @CalendarDate()
  hiredOn: string;

  /** 1 is full time. */
  @DecimalNumber(0.05, 1, 2)
  fte: number;

  /** More primary clients than this need a reason. */
  @WholeNumber(1, 200)
  maxCaseload: number;

  @LanguageTags(20)
  languages: string[];

  /** Ways of recovery the specialist knows from within. */
  @TextList(20, 60)
  pathways: string[];
}

export class ChangePeerSpecialist extends PartialType(PickType(HirePeerSpecialist, ['hiredOn', 'fte', 'maxCaseload', 'languages', 'pathways'] as const)) {}

export class FindPeerSpecialists extends PageQuery {}

export class PeerSpecialistView {
  id: string;
  accountId: string;
  name: string;
  hiredOn: string;
  fte: number;
  maxCaseload: number;
  languages: string[];
  pathways: string[];
  /** The account is disabled: clients need somebody else. */
  disabled: boolean;
  version: number;
}

export class PeerSpecialistPage {
  items: PeerSpecialistView[];
  next: string | null;
}

export class AddCredential {
  /** @example CPRS */
  @Text(1, 60)
  kind: string;

  /** @example State Certification Board */
  @Text(1, 120)
  issuer: string;

  @Text(1, 60)
  number: string;

  @CalendarDate()
  issuedOn: string;

  /** Absent: it does not expire. */
  @Optional()
  @CalendarDate()
  expiresOn?: string;

  /**
   * Hours of continuing education that are asked for until it expires; absent where none are, or nobody knows.
   * @example 20
   */
  @Optional()
  @WholeNumber(1, 1_000)
  continuingEducationHours?: number;
}

export class CredentialView {
  id: string;
  peerSpecialistId: string;
  kind: string;
  issuer: string;
  number: string;
  issuedOn: string;
  expiresOn: string | null;
  /** Asked for until it expires. */
  continuingEducationHours: number | null;
  verifiedAt: Date | null;
  verifiedBy: string | null;
  version: number;
}

export class CredentialPage {
  items: CredentialView[];
  next: string | null;
}

export class AssignSupervision {
  /** An account whose role is `supervisor`. */
  @Id()
  supervisorId: string;

  /**
   * Absent: from now on. The one before ends at that instant.
   * @example 2026-11-22T15:00:00Z
   */
  @Optional()
  @Instant()
  from?: Date;
}

export class SupervisionView {
  id: string;
  peerSpecialistId: string;
  supervisorId: string;
  supervisorName: string;
  startsAt: Date;
  endsAt: Date | null;
  version: number;
}

export class SupervisionPage {
  items: SupervisionView[];
  next: string | null;
}

import { PartialType, OmitType } from '@nestjs/swagger';
import { PageQuery } from '../../platform/http/page.ts';
import { Clearable, Code, Id, Instant, OneOf, Optional, Text, WholeNumber } from '../../platform/http/shapes.ts';
import { ADMISSIONS, type Admission } from './group-series.entity.ts';

export class OpenGroupSeries {
  /** @example Tuesday circle */
  @Text(1, 120)
  name: string;

  /**
   * The pathway that the group follows, as the center's own code.
   * @example smart
   */
  @Code()
  pathway: string;

  /** `open` takes members at any time, and guests; `closed` takes nobody once its first session was held. */
  @OneOf(ADMISSIONS)
  admission: Admission;

  /** How many places there are. */
  @WholeNumber(1, 50)
  capacity: number;

  /** Yourself, or a specialist of your team. */
  @Id()
  leaderId: string;

  /** A specialist of your team; null: nobody. */
  @Clearable()
  @Id()
  coLeaderId?: string | null;

  /** Absent: from now on. */
  @Optional()
  @Instant()
  from?: Date;
}

export class ChangeGroupSeries extends PartialType(OmitType(OpenGroupSeries, ['from'])) {}

export class EndGroupSeries {
  /**
   * Absent: now.
   * @example 2026-11-22T15:00:00Z
   */
  @Optional()
  @Instant()
  at?: Date;
}

export class FindGroupSeries extends PageQuery {}

export class GroupSeriesView {
  id: string;
  name: string;
  /** @example smart */
  pathway: string;
  @OneOf(ADMISSIONS)
  admission: Admission;
  capacity: number;
  /** How many more it takes; none when it has ended. */
  placesLeft: number;
  leaderId: string;
  leaderName: string;
  coLeaderId: string | null;
  coLeaderName: string | null;
  startsAt: Date;
  endsAt: Date | null;
  version: number;
}

export class GroupSeriesPage {
  items: GroupSeriesView[];
  next: string | null;
}

export class AddGroupMember {
  /** A client whom you may see. */
  @Id()
  clientId: string;

  /**
   * Absent: from now on, or from the beginning of a series that is still to begin.
   * @example 2026-11-22T15:00:00Z
   */
  @Optional()
  @Instant()
  from?: Date;
}

export class EndGroupMember {
  /** @example 2026-11-22T15:00:00Z */
  @Instant()
  at: Date;

  @Text(2, 500)
  reason: string;
}

/** What a leader is told of a member, even of one whose records are not his to see. */
export class GroupMemberView {
  id: string;
  seriesId: string;
  clientId: string;
  code: string;
  /** The preferred name, or the given name where there is none. */
  name: string;
  startsAt: Date;
  endsAt: Date | null;
  version: number;
}

export class GroupMemberPage {
  items: GroupMemberView[];
  next: string | null;
}

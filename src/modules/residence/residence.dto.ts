import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Clearable, Instant, OneOf, Optional, QueryInstant, Text, WholeNumber } from '../../platform/http/shapes.ts';
import { BED_STATES, type BedState } from './bed.entity.ts';
import { OUT_OF_SERVICE_REASONS, type OutOfServiceReason } from './out-of-service-period.entity.ts';

export class OpenResidence {
  /** @example Elm House */
  @Text(1, 120)
  name: string;

  /** The level of support by the standard of the National Alliance for Recovery Residences. */
  @WholeNumber(1, 4)
  narrLevel: number;

  /** @example 2026-01-01 */
  @CalendarDate()
  openedOn: string;
}

export class ChangeResidence {
  @Optional()
  @Text(1, 120)
  name?: string;

  @Optional()
  @WholeNumber(1, 4)
  narrLevel?: number;

  @Optional()
  @CalendarDate()
  openedOn?: string;

  /**
   * The first day on which nobody lives there any more, today at the latest; null opens the residence again.
   * @example 2026-11-20
   */
  @Clearable()
  @CalendarDate()
  closedOn?: string | null;
}

export class AddBed {
  /** @example 2 */
  @Text(1, 60)
  room: string;

  /** @example by the window */
  @Text(1, 60)
  label: string;

  /** Absent: from now on. */
  @Optional()
  @Instant()
  inServiceFrom?: Date;
}

export class TakeOutOfService {
  @OneOf(OUT_OF_SERVICE_REASONS)
  reason: OutOfServiceReason;

  /** Absent: from now on. */
  @Optional()
  @Instant()
  at?: Date;
}

export class ReturnToService {
  /** Absent: from now on. */
  @Optional()
  @Instant()
  at?: Date;
}

export class FindResidences extends PageQuery {}
export class FindBeds extends PageQuery {}

export class ResidenceView {
  id: string;
  name: string;
  narrLevel: number;
  openedOn: string;
  closedOn: string | null;
  version: number;
}

export class ResidencePage {
  items: ResidenceView[];
  next: string | null;
}

export class OutOfServiceView {
  id: string;
  bedId: string;
  startsAt: Date;
  endsAt: Date | null;
  @OneOf(OUT_OF_SERVICE_REASONS)
  reason: OutOfServiceReason;
  version: number;
}

export class BedView {
  id: string;
  residenceId: string;
  room: string;
  label: string;
  inServiceFrom: Date;
  /** As it is now. */
  @OneOf(BED_STATES)
  state: BedState;
  /** Why, where the state is `out-of-service`. */
  outOfService: OutOfServiceView | null;
  version: number;
}

export class BedPage {
  items: BedView[];
  next: string | null;
}

export class BoardQuery {
  /** Absent: now. */
  @Optional()
  @QueryInstant()
  at?: Date;
}

export class BoardBed {
  bedId: string;
  room: string;
  label: string;
  @OneOf(BED_STATES)
  state: BedState;
  since: Date;
  /** When that state ended or will end, as far as it is known. */
  until: Date | null;
  /** Who has it or is to have it, if you may see this client; the state is told in any case. */
  clientId: string | null;
  /** The occupancy, also while the bed is turned over after it; under the same condition. */
  occupancyId: string | null;
  reservationId: string | null;
}

export class BedBoard {
  residenceId: string;
  at: Date;
  /** The beds that were there then, by room and label. */
  beds: BoardBed[];
}

export class OccupancyQuery {
  /** Absent: 30 days before `to`. */
  @Optional()
  @QueryInstant()
  from?: Date;

  /** Not included, and not in the future. Absent: now. */
  @Optional()
  @QueryInstant()
  to?: Date;
}

/** How a residence was used between two instants, whoever asks: the figures do not depend on which clients you may see. */
export class ResidenceOccupancy {
  residenceId: string;
  from: Date;
  to: Date;
  /** How many beds were in service at some time. */
  beds: number;
  /** Days that beds were there, in an open residence and not out of service; with parts of days. */
  bedDaysAvailable: number;
  bedDaysOccupied: number;
  /** One decimal; null where no bed was in service. */
  occupancyPercent: number | null;
  /** Stays whose time in this residence ended in between. */
  staysEnded: number;
  /** Days in this residence of these: the middle one. A move from bed to bed does not part them. */
  stayDaysMedian: number | null;
  /** How often a bed was declared ready in between. */
  turnarounds: number;
  /** Hours from the end of an occupancy until the bed was ready, of these: the middle one. */
  medianTurnaroundHours: number | null;
  /** Why a figure is null, by its name. */
  reasons: Record<string, string>;
}

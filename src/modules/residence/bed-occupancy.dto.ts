import { PointInTimeQuery } from '../../platform/http/point-in-time.ts';
import { Id, Instant, OneOf, Optional } from '../../platform/http/shapes.ts';
import { OCCUPANCY_ENDINGS, type OccupancyEnding } from './bed-occupancy.entity.ts';
import { RESERVATION_ENDINGS, type ReservationEnding } from './bed-reservation.entity.ts';

export class ReserveBed {
  /** Somebody with an open episode. */
  @Id()
  clientId: string;

  /** Absent: 72 hours from now. At most 14 days ahead. */
  @Optional()
  @Instant()
  expiresAt?: Date;
}

export class TakeBed {
  /** Somebody with an open stay in supportive living. */
  @Id()
  clientId: string;

  /** Absent: now. */
  @Optional()
  @Instant()
  at?: Date;
}

export class MoveToBed {
  @Id()
  bedId: string;

  /** Absent: now. */
  @Optional()
  @Instant()
  at?: Date;
}

export class EndOccupancy {
  /** Absent: now. */
  @Optional()
  @Instant()
  at?: Date;
}

export class DeclareReady {
  /** Absent: now. */
  @Optional()
  @Instant()
  at?: Date;
}

export class FindOccupancies extends PointInTimeQuery {}

export class BedReservationView {
  id: string;
  bedId: string;
  clientId: string;
  startsAt: Date;
  /** From then on it does not count any more. */
  expiresAt: Date;
  /** Null also where it has expired. */
  endedAt: Date | null;
  @OneOf(RESERVATION_ENDINGS)
  endReason: ReservationEnding | null;
  version: number;
}

export class BedOccupancyView {
  id: string;
  bedId: string;
  residenceId: string;
  clientId: string;
  stayId: string;
  startsAt: Date;
  endsAt: Date | null;
  @OneOf(OCCUPANCY_ENDINGS)
  endReason: OccupancyEnding | null;
  /** When the bed was declared ready for the next one. */
  readyAt: Date | null;
  /** When it was withdrawn as a mistake; then it counts nowhere. */
  withdrawnAt: Date | null;
  /** When it was written down, which may be after the first night. */
  recordedAt: Date;
  /** When its end was. */
  endRecordedAt: Date | null;
  version: number;
}

export class BedOccupancyPage {
  items: BedOccupancyView[];
  next: string | null;
}

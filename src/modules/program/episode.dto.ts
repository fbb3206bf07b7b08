import { PageQuery } from '../../platform/http/page.ts';
import { PointInTimeQuery } from '../../platform/http/point-in-time.ts';
import { Code, Instant, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { DISCHARGE_REASONS, type DischargeReason } from './episode.entity.ts';

export class OpenEpisode {
  /** @example therapy */
  @Code()
  programCode: string;

  /** @example 2026-11-20T09:00:00Z */
  @Instant()
  admittedAt: Date;

  @Optional()
  @Text(1, 120)
  referralSource?: string;
}

export class StartStay {
  /** @example supportive-living */
  @Code()
  programCode: string;

  @Instant()
  at: Date;

  @Text(2, 500)
  reason: string;
}

export class Discharge {
  /** Stay and assignments end at this instant. */
  @Instant()
  at: Date;

  @OneOf(DISCHARGE_REASONS)
  reason: DischargeReason;

  @Optional()
  @Text(1, 2_000)
  note?: string;
}

export class FindEpisodes extends PageQuery {}

export class FindStays extends PointInTimeQuery {}

export class StayView {
  id: string;
  clientId: string;
  episodeId: string;
  programCode: string;
  startsAt: Date;
  endsAt: Date | null;
  reason: string | null;
  /** When the stay was written down, which may be after it began. */
  recordedAt: Date;
  /** When its end was. */
  endRecordedAt: Date | null;
  version: number;
}

export class StayPage {
  items: StayView[];
  next: string | null;
}

export class EpisodeView {
  id: string;
  clientId: string;
  admittedAt: Date;
  referralSource: string | null;
  /** The episode that ended before this one began, for whoever came back. */
  previousEpisodeId: string | null;
  dischargedAt: Date | null;
  @OneOf(DISCHARGE_REASONS)
  dischargeReason: DischargeReason | null;
  dischargeNote: string | null;
  stays: StayView[];
  version: number;

  static of(
    { id, clientId, admittedAt, referralSource, previousEpisodeId, dischargedAt, dischargeReason, dischargeNote, version }: Omit<EpisodeView, 'stays'>,
    stays: StayView[],
  ): EpisodeView {
    return { id, clientId, admittedAt, referralSource, previousEpisodeId, dischargedAt, dischargeReason, dischargeNote, stays, version };
  }
}

export class EpisodePage {
  items: EpisodeView[];
  next: string | null;
}

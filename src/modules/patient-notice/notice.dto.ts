import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { METHODS, OUTCOMES } from './notice-acknowledgement.entity.ts';

export class AddNoticeVersion {
  /**
   * The first day on which it is handed out: today at the site or later, and after the newest version's.
   * @example 2027-01-01
   */
  @CalendarDate()
  validFrom: string;

  /** The notice as the client reads it. */
  @Text(1, 50_000)
  text: string;
}

export class RecordNoticeAcknowledgement {
  /**
   * When it was given; today at the site, if nothing is said. It was the version of that day.
   * @example 2026-11-22
   */
  @Optional()
  @CalendarDate()
  givenOn?: string;

  @OneOf(METHODS)
  method: (typeof METHODS)[number];

  @OneOf(OUTCOMES)
  outcome: (typeof OUTCOMES)[number];

  /**
   * Needed unless the client acknowledged it: what was tried, or why not.
   * @example Took it home and did not want to sign
   */
  @Optional()
  @Text(3, 1_000)
  words?: string;
}

export class FindNotices extends PageQuery {}

export class NoticeVersionRow {
  id: string;
  /** Counted up from one. */
  version: number;
  validFrom: string;
  /** SHA-256 of the text, in hexadecimal. */
  contentHash: string;
  addedBy: string;
  createdAt: Date;
}

export class NoticeVersionPage {
  items: NoticeVersionRow[];
  next: string | null;
}

export class NoticeVersionView extends NoticeVersionRow {
  text: string;
}

export class NoticeAcknowledgementView {
  id: string;
  clientId: string;
  noticeId: string;
  noticeVersion: number;
  givenOn: string;
  @OneOf(METHODS)
  method: (typeof METHODS)[number];
  @OneOf(OUTCOMES)
  outcome: (typeof OUTCOMES)[number];
  words: string | null;
  recordedBy: string;
  createdAt: Date;
}

export class NoticeAcknowledgementPage {
  items: NoticeAcknowledgementView[];
  next: string | null;
}

export class ClientWithoutNotice {
  clientId: string;
  code: string;
  preferredName: string | null;
  admittedAt: Date;
  /** The newest version that the client was given before; null for none. */
  lastVersion: number | null;
}

export class ClientWithoutNoticePage {
  items: ClientWithoutNotice[];
  next: string | null;
}

import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, OneOf, Optional } from '../../platform/http/shapes.ts';
import { NOTICE_OF_CLAIMS, NOTICE_TEXTS } from '../disclosure/index.ts';
import { modifiersOf, type NamedLine } from './claim-line.ts';

export type ServiceDays = { from: string; to: string };

/** A CSV file has all lines, whatever the page. */
export class ClaimLineQuery extends PageQuery {
  /** The first service day; absent: 30 days before `to`. */
  @Optional()
  @CalendarDate()
  from?: string;

  /** The last service day, 92 days after the first at most; absent: today at the site. */
  @Optional()
  @CalendarDate()
  to?: string;
}

const KINDS = ['original', 'correction'] as const;

export class ClaimLineView {
  /** Of the exported line; before that, of the note. */
  id: string;
  noteId: string;
  clientId: string;
  /** A note has one original; what changes after its export is a correction with the units that it is worth now. */
  @OneOf(KINDS)
  kind: (typeof KINDS)[number];
  /** The line that a correction takes the place of. */
  corrects: string | null;
  /** @example H0038 */
  code: string;
  /** `HQ` and the like. */
  modifiers: string[];
  serviceOn: string;
  startedAt: Date;
  endedAt: Date;
  minutes: number;
  units: number;
  /** Who rendered the service. */
  peerSpecialistId: string;
  specialistName: string;
  /** The one that was valid and verified on the day of the service. */
  credential: string | null;
  payer: string;
  /** The payer's rules by which the units were counted. */
  ruleSetVersion: number;
  /** On what it goes to the payer; null of a line that was exported before the gate was asked. */
  basis: string | null;
  consentId: string | null;
  /** What the client consented to, 42 CFR 2.32(b); null where it rests on no consent. */
  scope: string | null;
  /** The statement of 42 CFR 2.32(a)(2), which goes along. */
  notice: string;
  /** Null until it is exported. */
  exportedAt: Date | null;

  static of({ ruleSet, isGroup, basis, consentId, ...line }: NamedLine, scopes: Map<string, string>): ClaimLineView {
    const { id, noteId, clientId, corrects, serviceOn, startedAt, endedAt, minutes, units, specialistId, specialistName, specialistCredential, exportedAt } =
      line;
    return {
      ...{ id, noteId, clientId, kind: corrects ? 'correction' : 'original', corrects },
      ...{ code: ruleSet.serviceCode, modifiers: modifiersOf(isGroup, ruleSet) },
      ...{ serviceOn, startedAt, endedAt, minutes, units },
      ...{ peerSpecialistId: specialistId, specialistName, credential: specialistCredential },
      ...{ payer: ruleSet.payer, ruleSetVersion: ruleSet.version, exportedAt },
      ...{ basis, consentId, scope: (consentId && scopes.get(consentId)) ?? null, notice: NOTICE_TEXTS[NOTICE_OF_CLAIMS] },
    };
  }
}

export class ClaimLinePage {
  items: ClaimLineView[];
  next: string | null;
}

export class ExportClaims {
  /**
   * The first service day.
   * @example 2026-11-01
   */
  @CalendarDate()
  from: string;

  /**
   * The last service day, 92 days after the first at most.
   * @example 2026-11-30
   */
  @CalendarDate()
  to: string;
}

export class ClaimExportView {
  id: string;
  from: string;
  to: string;
  /** How many lines it has: originals and corrections. */
  lines: number;
  units: number;
  exportedBy: string;
  createdAt: Date;
}

export class ClaimExportPage {
  items: ClaimExportView[];
  next: string | null;
}

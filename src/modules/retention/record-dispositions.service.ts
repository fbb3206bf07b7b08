import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { invalid } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { Recipients } from '../consent/index.ts';
import type {
  CountRecordDispositions,
  FindRecordDispositions,
  RecordDispositionPage,
  RecordDispositionTotals,
  RecordDispositionView,
} from './record-disposition.dto.ts';
import { LIST, TOTALS } from './record-disposition.queries.ts';
import { dayOf, type Disposition, type Found, lineOf } from './record-disposition.ts';

/** As much as one request has time for. */
const MOST_IN_FILE = 10_000;

type Asked = { asOf: string; successorId: string | null };

/** What becomes of each client's record when the program ends. Nothing is done by looking. */
@Injectable()
export class RecordDispositions {
  constructor(
    private readonly work: UnitOfWork,
    private readonly recipients: Recipients,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async list(query: FindRecordDispositions): Promise<RecordDispositionPage> {
    const lines = await this.find(await this.asked(query), query.disposition, startOf(query), query.limit + 1);
    return pageOf(lines, query, ({ clientId }) => clientId);
  }

  /** All of them, for a file. */
  async all(query: FindRecordDispositions): Promise<{ asOf: string; lines: RecordDispositionView[] }> {
    const asked = await this.asked(query);
    const lines = await this.find(asked, query.disposition, null, MOST_IN_FILE + 1);
    if (lines.length > MOST_IN_FILE) throw invalid('#/disposition', `is needed, or pages: there are more than ${MOST_IN_FILE} records for one file`);
    this.work.saw(...lines.map(({ clientId }) => clientId));
    return { asOf: asked.asOf, lines };
  }

  async totals(query: CountRecordDispositions): Promise<RecordDispositionTotals> {
    const { asOf, successorId } = await this.asked(query);
    const [counts] = await this.work.rows<Omit<RecordDispositionTotals, 'asOf' | 'successorId'>>({ ...TOTALS, values: this.reckonedBy({ asOf, successorId }) });
    return { asOf, successorId, ...counts! };
  }

  private async find(asked: Asked, disposition: Disposition | undefined, before: string | null, count: number): Promise<RecordDispositionView[]> {
    const found = await this.work.rows<Found>({ ...LIST, values: [...this.reckonedBy(asked), before, disposition ?? null, count] });
    return found.map((one) => lineOf(one, this.env.CENTER_NAME, asked.asOf));
  }

  private async asked({ on, successorId }: CountRecordDispositions): Promise<Asked> {
    const asOf = dayOf(on, serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE));
    if (successorId) await this.recipients.demandOne(successorId, 'successorId');
    return { asOf, successorId: successorId ?? null };
  }

  private reckonedBy = ({ asOf, successorId }: Asked) => [asOf, this.env.SITE_TIME_ZONE, successorId];
}

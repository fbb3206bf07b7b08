import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type Moment, momentPageOf, startOfMoment } from '../../platform/http/page.ts';
import { invalid } from '../../platform/problem.ts';
import { Clients } from '../client/index.ts';
import { printed, type Printed } from '../session-note/index.ts';
import { accessLogDocument } from './access-log-document.ts';
import type { AccessLogEntry, AccessLogPage, FindAccesses } from './access-log.dto.ts';
import { ACCESS_LOG } from './access-log.queries.ts';
import { capacityOf, disclosedThings, OUTSIDE, purposeOf, thingsOf } from './access-log.words.ts';

/** As much as is still read on paper; a longer time is asked for piece by piece. */
const MOST_IN_PRINT = 2_000;

type Row = Pick<AccessLogEntry, 'id' | 'at' | 'until' | 'who' | 'looks' | 'purpose'> & {
  kind: AccessLogEntry['kind'];
  role: string | null;
  actions: string[] | null;
  categories: string[] | null;
  tie: string | null;
};

/** Who looked at a client's record, told to the client: names and plain words, no codes. */
@Injectable()
export class AccessLogs {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clients: Clients,
    private readonly env: Env,
  ) {}

  async list(clientId: string, query: FindAccesses): Promise<AccessLogPage> {
    await this.clients.demand(clientId);
    return momentPageOf(await this.entries(clientId, query, startOfMoment(query), query.limit + 1), query, ({ at, id }) => ({ at, id }));
  }

  /** Everything at once, for print. */
  async paper(clientId: string, query: FindAccesses): Promise<Printed> {
    await this.clients.demand(clientId);
    const entries = await this.entries(clientId, query, null, MOST_IN_PRINT + 1);
    if (entries.length > MOST_IN_PRINT) throw invalid('#/from', `and to must be nearer to each other: more than ${MOST_IN_PRINT} entries lie between them`);
    return printed(accessLogDocument(clientId, entries, { center: this.env.CENTER_NAME, timeZone: this.env.SITE_TIME_ZONE }));
  }

  private async entries(clientId: string, { from, to }: FindAccesses, before: Moment | null, count: number): Promise<AccessLogEntry[]> {
    const rows = await this.work.rows<Row>({
      text: ACCESS_LOG,
      values: [clientId, this.env.SITE_TIME_ZONE, from ?? null, to ?? null, before?.at ?? null, before?.id ?? null, count],
    });
    return rows.map((row) => entryOf(clientId, row));
  }
}

const entryOf = (clientId: string, { role, tie, actions, categories, purpose, ...entry }: Row): AccessLogEntry => ({
  ...{ ...entry, clientId },
  capacity: entry.kind === 'disclosure' ? OUTSIDE : capacityOf(tie, role),
  what: actions ? thingsOf(actions) : disclosedThings(categories!),
  purpose: purpose && purposeOf(purpose),
});

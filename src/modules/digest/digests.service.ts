import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound } from '../../platform/problem.ts';
import { MOST_LISTED, reasonsFor, WINDOW_DAYS } from './digest.ts';
import type { DigestClient, DigestPage, DigestRow, DigestView } from './digest.dto.ts';
import { DIGEST_CLIENTS, LIST_DIGESTS, READ_DIGEST } from './digests.queries.ts';

export type KeptFigures = Pick<DigestView, 'totals' | 'tasks'> & { specialists: Omit<DigestView['specialists'][number], 'name'>[] };
type Kept = DigestRow & { asOf: string; figures: KeptFigures; names: Record<string, string> | null };
type Listed = Omit<DigestClient, 'reasons'> & { handOffBroken: boolean };

/** What was made of past weeks. The figures stay as they were; who may still be named is asked anew. */
@Injectable()
export class Digests {
  constructor(private readonly work: UnitOfWork) {}

  async list(query: PageQuery): Promise<DigestPage> {
    const rows = await this.work.rows<DigestRow>({ ...LIST_DIGESTS, values: [startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<DigestView> {
    const [[kept], listed] = await Promise.all([
      this.work.rows<Kept>({ ...READ_DIGEST, values: [id] }),
      this.work.rows<Listed>({ ...DIGEST_CLIENTS, values: [id] }),
    ]);
    if (!kept) throw notFound();
    // The readable forms do not say by themselves whom they show.
    this.work.saw(...listed.map(({ clientId }) => clientId));
    const { figures, names, ...row } = kept;
    return {
      ...row,
      windowDays: WINDOW_DAYS,
      totals: figures.totals,
      specialists: figures.specialists.map((line) => ({ ...line, name: names![line.peerSpecialistId]! })),
      tasks: figures.tasks,
      clients: listed.map(({ handOffBroken, ...client }) => ({ ...client, reasons: reasonsFor({ ...client, handOffBroken }) })),
      withheld: Math.min(row.attention, MOST_LISTED) - listed.length,
    };
  }
}

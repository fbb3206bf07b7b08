import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Backlog } from '../../platform/jobs.ts';

/** Further than this nobody counts: a trail that is so far behind needs a look, not a number. */
const MOST = 100_000;

/** The records that no batch holds yet, and when the last batch was sealed, by whichever process. */
export const sealingBacklog = (work: UnitOfWork): Promise<Backlog> =>
  work.run('worker', null, async () => {
    const [backlog] = await work.rows<Backlog>({
      name: 'sealing_backlog',
      text: `with last as (select era, until_xid, sealed_at from app.audit_batches order by seq desc limit 1),
                  present as (select max(era) as era from app.audit_eras),
                  waiting as (select e.at from app.audit_events e
                              where e.era = (select era from present)
                                and e.xid >= coalesce((select until_xid from last where last.era = (select era from present)), '0'::xid8)
                              order by e.xid limit $1)
             select count(*)::int as waiting, min(at) as "oldestAt", (select sealed_at from last) as "lastDoneAt" from waiting`,
      values: [MOST],
    });
    return backlog!;
  });

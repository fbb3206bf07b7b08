import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { ChangeFeed, ChangeView, FindChanges } from './change.dto.ts';
import { Known, type Point } from './known.ts';

type Event = { id: string; xid: string; at: Date; action: string; subjectId: string | null; clientIds: string[]; isHidden: boolean };

/** Actions that make something; all others change it. */
const MAKING = /\.(registered|opened|started|proposed|drafted|added|committed|checked-in)$/;
/** Where the trail names the thing by what was done to it. */
const KIND_OF: Record<string, string> = { 'goal.checked-in': 'check-in', 'goal.committed': 'commitment' };
const kindOf = (action: string) => KIND_OF[action] ?? action.split('.')[0]!;

/**
 * What changed in somebody's caseload since he last asked. What was done comes from the trail, in the order of its
 * transactions; whose clients are his comes from comparing with those he knew of, so that a reassignment is heard of
 * whenever it took effect, also when it was dated back or begins by itself.
 */
@Injectable()
export class Changes {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async since({ since, limit }: FindChanges): Promise<ChangeFeed> {
    const known = since === undefined ? null : Known.read(since);
    const [[sight], [present]] = await Promise.all([
      this.work.rows<{ clientIds: string[] }>({ name: 'sight_of_device', text: 'select app.my_clients() as "clientIds"' }),
      this.work.rows<Point>({ name: 'point_of_changes', text: 'select era, xid from app.point_of_changes()' }),
    ]);
    const clientIds = [...new Set(sight!.clientIds)].sort();
    const at = this.clock.now();
    if (!known || known.point.era !== present!.era)
      return { restart: true, changes: clientIds.map(sightChange('yours', at)), next: new Known({ ...present!, id: null }, clientIds).toString(), more: false };
    const changes = [
      ...known.clientIds.filter((id) => !clientIds.includes(id)).map(sightChange('no-longer-yours', at)),
      ...clientIds.filter((id) => !known.clientIds.includes(id)).map(sightChange('yours', at)),
    ];
    const events = await this.events(known.point, present!.xid, limit + 1);
    const page = events.slice(0, limit);
    const more = events.length > limit;
    const last = page.at(-1);
    const point = more && last ? { era: present!.era, xid: last.xid, id: last.id } : { ...present!, id: null };
    return { restart: false, changes: [...changes, ...told(page, clientIds)], next: new Known(point, clientIds).toString(), more };
  }

  /**
   * A draft of somebody else's is not told of before it is signed, and a complaint to nobody who may not read it. Of what is its
   * author's or the privacy officer's alone, of breaches, of who else may see a client and who did in an emergency, no device is told.
   */
  private events({ xid, id }: Point, until: string, most: number): Promise<Event[]> {
    return this.work.rows<Event>({
      name: 'changes_since',
      text: `select c.id, c.xid, c.at, c.action, c.subject_id as "subjectId", c.client_ids as "clientIds",
                    c.action like any (array['legal-order.%', 'counseling-note.%', 'breach-client.%', 'restriction.%', 'emergency-access.%'])
                      or c.action like 'session-note.%' and not exists (select from app.session_notes n where n.id = c.subject_id)
                      or c.action like 'privacy-request.%' and not exists (select from app.privacy_requests p where p.id = c.subject_id) as "isHidden"
               from app.changes_since($1::xid8, $2, $3::xid8, $4) c order by c.xid::xid8, c.id`,
      values: [xid, id, until, most],
    });
  }
}

const sightChange =
  (change: 'yours' | 'no-longer-yours', at: Date) =>
  (clientId: string): ChangeView => ({ kind: 'client', id: clientId, clientId, change, at });

/** Each thing once, as it was changed last; what was made and changed since is new to whoever asks. */
function told(events: Event[], clientIds: string[]): ChangeView[] {
  const things = new Map<string, ChangeView>();
  for (const {
    action,
    subjectId,
    clientIds: [clientId],
    at,
    isHidden,
  } of events) {
    if (isHidden || !subjectId || !clientId || !clientIds.includes(clientId)) continue;
    const kind = kindOf(action);
    const before = things.get(`${kind} ${subjectId}`);
    const change = MAKING.test(action) || before?.change === 'created' ? 'created' : 'changed';
    things.set(`${kind} ${subjectId}`, { kind, id: subjectId, clientId, change, at });
  }
  return [...things.values()];
}

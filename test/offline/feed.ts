import { setTimeout as wait } from 'node:timers/promises';
import type { Running } from '../support/app.ts';
import type { Who } from '../support/cast.ts';

export type Change = { kind: string; id: string; clientId: string; change: string };
export type Feed = { restart: boolean; changes: Change[]; next: string; more: boolean };
type Heard = { changes: Change[]; next: string };

export async function ask(peerwork: Running, who: Who, since?: string, limit = 500): Promise<Feed> {
  const { status, body, text } = await peerwork.as(who).get(`/v1/changes?limit=${limit}${since ? `&since=${since}` : ''}`);
  if (status !== 200) throw new Error(`${status} ${text}`);
  return body;
}

/** As a device asks: on and on until there is no more now. */
export async function heard(peerwork: Running, who: Who, since: string, limit?: number): Promise<Heard> {
  const changes: Change[] = [];
  for (let next = since; ;) {
    const feed = await ask(peerwork, who, next, limit);
    changes.push(...feed.changes);
    next = feed.next;
    if (!feed.more) return { changes, next };
  }
}

/** Whatever still runs on the same server, in another database too, holds back what is told; it is late then, and never lost. */
export async function heardOf(peerwork: Running, who: Who, since: string, count: number): Promise<Heard> {
  let { changes, next } = await heard(peerwork, who, since);
  for (const until = Date.now() + 15_000; changes.length < count && Date.now() < until;) {
    await wait(50);
    const more = await heard(peerwork, who, next);
    changes = [...changes, ...more.changes];
    next = more.next;
  }
  return { changes, next };
}

/** Until every transaction that began before is over. */
export async function settled(peerwork: Running): Promise<void> {
  const [{ now }] = (await peerwork.rows('select pg_current_xact_id()::text as now')) as [{ now: string }];
  const isOver = 'select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as over';
  while (!(await peerwork.rows<{ over: boolean }>({ text: isOver, values: [now] }))[0]!.over) await wait(20);
}

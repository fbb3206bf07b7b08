import type { Answer, Running } from '../support/app.ts';
import { CARE_CHANGES } from './changes-of-care.ts';
import { CLAIM_CHANGES } from './changes-of-claims.ts';
import { CENTER_CHANGES } from './changes-of-center.ts';
import { ACTIVITY_CHANGES } from './changes-of-activity.ts';
import { AMENDMENT_CHANGES } from './changes-of-amendments.ts';
import { CONSENT_CHANGES } from './changes-of-consents.ts';
import { FACTOR_CHANGES } from './changes-of-factors.ts';
import { COUNSELING_CHANGES, ORDER_CHANGES } from './changes-of-orders.ts';
import { GROUP_CHANGES } from './changes-of-groups.ts';
import { INTAKE_CHANGES } from './changes-of-intake.ts';
import { MACHINE_CHANGES } from './changes-of-machines.ts';
import { NOTE_CHANGES } from './changes-of-notes.ts';
import { SUPERVISION_CHANGES } from './changes-of-supervision.ts';
import { REGISTER_CHANGES } from './changes-of-registers.ts';
import { RESTRICTION_CHANGES } from './changes-of-restrictions.ts';
import { RESIDENCE_CHANGES } from './changes-of-residences.ts';
import { TASK_CHANGES } from './changes-of-tasks.ts';
import { RETENTION_CHANGES } from './changes-of-retention.ts';
import type { Fresh } from './race-fresh.ts';

/** One request that is taken, on something new. */
export type Wish = {
  /** The caller's token. */
  by: string | null;
  /** What stands for `:id`, `:code` or `:kind` in the path. */
  on?: string;
  /** The body of the nth of those who ask at once. */
  body: object | ((nth: number) => object);
  /** How often it took effect. */
  effects: [text: string, values: unknown[]];
};

export type Change = {
  /** What the trail calls it. */
  action: string;
  /** The table that it first writes to, or locks a row of. */
  gate: string;
  /** What the second of two hears who ask for the same; absent where it may be done as often as one likes. */
  again?: string;
  /** The limits of the schema and of the code that let only one through. */
  proves?: readonly string[];
  wish(fresh: Fresh): Promise<Wish>;
};

/** Every route that changes something, and how one change of it looks. */
export const CHANGES: Record<string, Change> = {
  ...CENTER_CHANGES,
  ...FACTOR_CHANGES,
  ...CARE_CHANGES,
  ...NOTE_CHANGES,
  ...GROUP_CHANGES,
  ...CLAIM_CHANGES,
  ...SUPERVISION_CHANGES,
  ...RESIDENCE_CHANGES,
  ...INTAKE_CHANGES,
  ...TASK_CHANGES,
  ...CONSENT_CHANGES,
  ...ORDER_CHANGES,
  ...COUNSELING_CHANGES,
  ...REGISTER_CHANGES,
  ...RETENTION_CHANGES,
  ...ACTIVITY_CHANGES,
  ...AMENDMENT_CHANGES,
  ...RESTRICTION_CHANGES,
  ...MACHINE_CHANGES,
};

type Sending = { key?: string; version?: number };

/** The request for the nth caller. */
export function requestOf(peerwork: Running, route: string, { by, on = '', body }: Wish, nth: number, { key, version }: Sending = {}): () => Promise<Answer> {
  const [method = '', pattern = ''] = route.split(' ');
  const send = peerwork.bearing(by)[method.toLowerCase() as 'post' | 'put' | 'patch'];
  const path = pattern.replace(/:id|:code|:kind/, on);
  const headers = { ...(key && { key }), ...(version !== undefined && { version }) };
  return () =>
    method === 'DELETE' ? peerwork.bearing(by).delete(path) : send(path, typeof body === 'function' ? (body as (nth: number) => object)(nth) : body, headers);
}

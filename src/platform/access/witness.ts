import type { Statement } from '../database/transaction.ts';
import type { Actor, Machine } from './actor.ts';

/** What one request looked at or was refused: the route's pattern, never its query or body. */
export type Look = {
  requestId: string;
  by: Pick<Actor | Machine, 'id' | 'role'> | null;
  route: string;
  status: number;
  subjectId: string | null;
  clientIds: string[];
};

/** Keeps the access log. The platform asks for it by this name; the audit module answers. */
export abstract class Witness {
  /** Written with the commit of what was looked at, so that nothing is shown that was not logged. */
  abstract seen(look: Look): Statement;
  /** Written apart, because the transaction of what was refused has been rolled back. */
  abstract refused(look: Look): Promise<void>;
}

import type { Sealing } from './sealing.ts';

/**
 * Rows that the release before writes in plain, and how they are sealed. `take` locks up to `$1` of them; `keep` writes what
 * `seal` made of them, as a list in JSON (`$1`).
 */
export type PlainRows<Row = Record<string, unknown>> = { table: string; count: string; take: string; seal(sealing: Sealing, row: Row): object; keep: string };

const KNOWN = new Map<string, PlainRows>();

/** Each module speaks for its own tables. */
export const plainRows = <Row>(rows: PlainRows<Row>): void => void KNOWN.set(rows.table, rows as unknown as PlainRows);

export const everyPlainRows = (): PlainRows[] => [...KNOWN.values()];

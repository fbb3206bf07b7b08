import { CAST } from '../support/cast.ts';

export const MINUTE = 60_000;
export const DAY = 1_440 * MINUTE;
export const TODAY = Math.floor(Date.now() / DAY) * DAY;
export const daysAgo = (days: number) => new Date(TODAY - days * DAY);
export const on = (days: number) => daysAgo(days).toISOString().slice(0, 10);
export const { max } = CAST;
export const known = { created_at: daysAgo(9), version: 1 };
export type Row = Record<string, unknown>;
export type Insert = (table: string, row: Row) => Promise<void>;

/** Parts of `pg` that its types leave out: how values are written, and the messages to the server. */
declare module 'pg/lib/utils.js' {
  export function prepareValue(value: unknown): string | Buffer | null;
}

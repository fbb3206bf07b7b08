import { invalid } from '../../platform/problem.ts';

/** How far somebody has heard of what was done: to this transaction, and within it to this record. */
export type Point = { era: number; xid: string; id: string | null };

const ID_BYTES = 16;
const HEAD_BYTES = 4 + 8 + ID_BYTES;
const NONE = '00000000-0000-0000-0000-000000000000';

/** What a device knows: how far it has heard, and whose clients it took for its own then. It carries that itself; nothing is kept for it. */
export class Known {
  constructor(
    readonly point: Point,
    readonly clientIds: string[],
  ) {}

  static read(text: string): Known {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length < HEAD_BYTES || (bytes.length - HEAD_BYTES) % ID_BYTES !== 0 || bytes.toString('base64url') !== text)
      throw invalid('#/since', 'is not ours; take `next` of the answer before, unchanged');
    const id = idAt(bytes, 12);
    const clientIds = Array.from({ length: (bytes.length - HEAD_BYTES) / ID_BYTES }, (_, at) => idAt(bytes, HEAD_BYTES + at * ID_BYTES));
    return new Known({ era: bytes.readInt32BE(0), xid: bytes.readBigUInt64BE(4).toString(), id: id === NONE ? null : id }, clientIds);
  }

  toString(): string {
    const head = Buffer.alloc(12);
    head.writeInt32BE(this.point.era, 0);
    head.writeBigUInt64BE(BigInt(this.point.xid), 4);
    const ids = [this.point.id ?? NONE, ...this.clientIds].map((id) => Buffer.from(id.replaceAll('-', ''), 'hex'));
    return Buffer.concat([head, ...ids]).toString('base64url');
  }
}

const idAt = (bytes: Buffer, at: number) => bytes.toString('hex', at, at + ID_BYTES).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');

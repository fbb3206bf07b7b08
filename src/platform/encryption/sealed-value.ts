import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Where a sealed value stands. It opens there alone: moved to another row, column or client it is refused. */
export type Place = { table: string; column: string; rowId: string; clientId?: string };

/** What was sealed cannot be opened: it was changed, moved, or sealed with another key. Of the value nothing is said. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';

  constructor({ table, column }: Pick<Place, 'table' | 'column'>) {
    super(`A value of ${table}.${column} was changed, moved or sealed with another key`);
  }
}

const VERSION = 1;
const AES_256_GCM = 1;
const HEADER = 4;
const IV = 12;
const TAG = 16;

/** version | algorithm | key (2 bytes) | iv (12) | tag (16) | what was sealed. */
export function sealWith(key: Buffer, keyId: number, place: Place, plain: Buffer): Buffer {
  const header = Buffer.from([VERSION, AES_256_GCM, keyId >> 8, keyId & 0xff]);
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG });
  cipher.setAAD(Buffer.concat([header, bytesOf(place)]));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([header, iv, cipher.getAuthTag(), sealed]);
}

/** By which key it was sealed. */
export function keyIdOf(sealed: Buffer, place: Place): number {
  if (sealed.length < HEADER + IV + TAG || sealed[0] !== VERSION || sealed[1] !== AES_256_GCM) throw new SealBroken(place);
  return sealed.readUInt16BE(2);
}

export function openWith(key: Buffer, place: Place, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(HEADER, HEADER + IV), { authTagLength: TAG });
  decipher.setAAD(Buffer.concat([sealed.subarray(0, HEADER), bytesOf(place)]));
  decipher.setAuthTag(sealed.subarray(HEADER + IV, HEADER + IV + TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEADER + IV + TAG)), decipher.final()]);
  } catch {
    throw new SealBroken(place);
  }
}

// A list in JSON, so that no two places have the same bytes.
const bytesOf = ({ table, column, rowId, clientId }: Place) => Buffer.from(JSON.stringify([table, column, rowId, clientId ?? null]));

import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem } from '../problem.ts';
import { KeyRing } from './key-ring.ts';
import { keyIdOf, openWith, type Place, sealWith } from './sealed-value.ts';

/** Seals what a dump of the database must not show, and opens it again in its place. */
@Injectable()
export class Sealing {
  readonly ring = new KeyRing();

  seal(place: Place, plain: string): Buffer {
    const { id, key } = this.ring.sealing;
    return sealWith(key, id, place, Buffer.from(plain));
  }

  open(place: Place, sealed: Buffer): string {
    const key = this.ring.opening(keyIdOf(sealed, place));
    // Another process seals with a key that this one has not heard of yet; it looks every few seconds.
    if (!key) throw new Problem('unavailable', 'key-unknown', 'A value is sealed with a key that is not known here yet; ask again shortly', { retryAfter: 3 });
    return openWith(key, place, sealed).toString();
  }

  /**
   * By which a value is found without being opened: equal values of a kind have equal indexes, whatever their case and
   * width. Never for what has few values (a birth date, a gender): those could be tried through.
   */
  blindIndex(kind: string, value: string): Buffer {
    const plain = value.normalize('NFKC').trim().toLowerCase();
    return createHmac('sha256', this.ring.index)
      .update(JSON.stringify([kind, plain]))
      .digest();
  }

  /** Which key seals now; what has another one's id is due to be sealed anew. */
  get keyId(): number {
    return this.ring.sealing.id;
  }
}

import type { MasterKey, WrappedKey } from './master-key.ts';

export type DataKeyRow = WrappedKey & { isInUse: boolean };

/** The opened data keys, in memory alone. The newest one in use seals; every one opens what it sealed. */
export class KeyRing {
  private readonly keys = new Map<number, Buffer>();
  private sealingId: number | undefined;
  private indexKey: Buffer | undefined;

  /** Takes up what is new in the table; what was opened once is not opened again. */
  take(rows: DataKeyRow[], master: MasterKey): void {
    for (const row of rows) if (!this.keys.has(row.id)) this.keys.set(row.id, master.unwrap(row));
    const index = rows.find(({ purpose }) => purpose === 'index');
    if (index) this.indexKey = this.keys.get(index.id);
    const inUse = rows.filter(({ purpose, isInUse }) => purpose === 'values' && isInUse).map(({ id }) => id);
    if (inUse.length > 0) this.sealingId = Math.max(...inUse);
  }

  /** Whether this master key opens all that is new. */
  isOpenedBy(master: MasterKey, rows: DataKeyRow[]): boolean {
    return rows.every((row) => this.keys.has(row.id) || master.opens(row));
  }

  get sealing(): { id: number; key: Buffer } {
    if (this.sealingId === undefined) throw new Error('The data keys have not been taken up yet');
    return { id: this.sealingId, key: this.keys.get(this.sealingId)! };
  }

  get index(): Buffer {
    if (!this.indexKey) throw new Error('The data keys have not been taken up yet');
    return this.indexKey;
  }

  opening(id: number): Buffer | undefined {
    return this.keys.get(id);
  }
}

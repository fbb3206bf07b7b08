import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Restore, Seal } from './seal.ts';

/** Sealed batches outside the database, one a line, and between them the restores that lost some of these batches. */
export class SealFile {
  constructor(readonly path: string) {}

  get seals(): Seal[] {
    return this.entries().filter((entry): entry is Seal => !isRestore(entry));
  }

  get restores(): Restore[] {
    return this.entries().filter(isRestore);
  }

  append(entry: Seal | Restore): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    appendFileSync(this.path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  }

  private entries(): (Seal | Restore)[] {
    if (!existsSync(this.path)) return [];
    return readFileSync(this.path, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }
}

const isRestore = (entry: Seal | Restore): entry is Restore => 'restoredTo' in entry;

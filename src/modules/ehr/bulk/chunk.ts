import { v7 as uuid } from 'uuid';
import { sealedColumn } from '../../../platform/encryption/sealed-columns.ts';
import type { Sealing } from '../../../platform/encryption/sealing.ts';
import { DELETED, type Line } from './export-line.ts';

const { table, column } = sealedColumn({ table: 'export_chunks', column: 'content', ofClient: false, versioned: false });

export type Chunk = { id: string; file: string; position: number; resources: number; clients: string[]; content: Buffer };

const MOST_LINES = 500;
const MOST_CHARACTERS = 400_000;
/** A file that breaks off is fetched again; so it is not all that there is. */
const CHUNKS_OF_A_FILE = 200;

/** The lines of one chunk, with on what each of them was let out. */
export function openChunk(sealing: Sealing, id: string, content: Buffer): { line: Line; text: string }[] {
  const [lines, ...texts] = sealing.open({ table, column, rowId: id }, content).split('\n');
  return (JSON.parse(lines!) as Line[]).map((line, at) => ({ line, text: texts[at]! }));
}

/** Gathers the lines of one type, and hands on a sealed chunk whenever there are enough of them: nothing else is kept in memory. */
export class Chunks {
  private lines: Line[] = [];
  private texts: string[] = [];
  private characters = 0;
  private position = 0;

  constructor(
    private readonly type: string,
    private readonly sealing: Sealing,
    private readonly write: (chunk: Chunk) => Promise<void>,
  ) {}

  async add(line: Line, text: string): Promise<void> {
    this.lines.push(line);
    this.texts.push(text);
    this.characters += text.length;
    if (this.lines.length >= MOST_LINES || this.characters >= MOST_CHARACTERS) await this.end();
  }

  async end(): Promise<void> {
    if (this.lines.length === 0) return;
    const [lines, texts] = [this.lines, this.texts];
    Object.assign(this, { lines: [], texts: [], characters: 0 });
    const id = uuid();
    const file = `${this.type}-${Math.floor(this.position / CHUNKS_OF_A_FILE) + 1}`;
    // Who is only named as gone is not in it.
    const clients = this.type === DELETED ? [] : [...new Set(lines.flatMap(({ given }) => given.map(({ clientId }) => clientId)))];
    const content = this.sealing.seal({ table, column, rowId: id }, [JSON.stringify(lines), ...texts].join('\n'));
    await this.write({ id, file, position: this.position++, resources: lines.length, clients, content });
  }
}

export const typeOfFile = (file: string): string => file.replace(/-\d+$/, '');

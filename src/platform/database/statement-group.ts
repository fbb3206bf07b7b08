import type { Connection } from 'pg';
import pg from 'pg';
import { serialize } from 'pg-protocol';
import { prepareValue } from 'pg/lib/utils.js';

/** Named statements are prepared once per connection; values never stand in the text. */
export type Statement = { name?: string; text: string; values?: unknown[] };

export type Rows<T = Record<string, unknown>> = { rows: T[]; rowCount: number | null; command: string };

type Column = { name: string; read: (text: string) => unknown };
type Field = { name: string; dataTypeID: number };

/** What a connection knows by name already: neither the text nor the kinds of its columns need be sent again. */
class Prepared {
  private static readonly ofConnections = new WeakMap<Connection, Prepared>();
  private readonly known = new Map<string, { text: string; columns: Column[] | null }>();
  /** Sent to be prepared, and not confirmed yet, in this order. */
  private readonly due: { name: string; text: string }[] = [];

  static on(connection: Connection): Prepared {
    let prepared = Prepared.ofConnections.get(connection);
    if (!prepared) {
      prepared = new Prepared();
      Prepared.ofConnections.set(connection, prepared);
      (connection as unknown as NodeJS.EventEmitter).on('parseComplete', () => prepared!.confirm());
    }
    return prepared;
  }

  find({ name, text }: Statement): { columns: Column[] | null } | undefined {
    const found = name === undefined ? undefined : this.known.get(name);
    if (found && found.text !== text) throw new Error(`Two statements have the name ${name}`);
    return found;
  }

  /** Everything that is parsed is confirmed in order, the nameless too. */
  awaits({ name = '', text }: Statement): void {
    this.due.push({ name, text });
  }

  /** What comes after a failed statement is not even parsed. */
  forgetDue(): void {
    this.due.length = 0;
  }

  keepColumns({ name }: Statement, columns: Column[]): void {
    const found = name === undefined ? undefined : this.known.get(name);
    if (found) found.columns = columns;
  }

  private confirm(): void {
    const confirmed = this.due.shift();
    if (confirmed?.name) this.known.set(confirmed.name, { text: confirmed.text, columns: null });
  }
}

const SYNC = serialize.sync();

/**
 * Several statements in one message to the server and one answer back, whatever their number. The server stops at the
 * first that fails, so that a `commit` among them is not reached. What `pg` calls a submittable.
 */
export class StatementGroup {
  /** Set before it is submitted; `pg` puts its read timeout around it. */
  callback: (error: Error | null, answers?: Rows[]) => void = () => {};
  private readonly answers: Rows[];
  private readonly columns: (Column[] | null)[];
  /** How many statements are done. */
  reached = 0;
  private prepared!: Prepared;

  constructor(readonly statements: Statement[]) {
    this.answers = statements.map(() => ({ rows: [], rowCount: null, command: '' }));
    this.columns = statements.map(() => null);
  }

  submit(connection: Connection): Error | null {
    this.prepared = Prepared.on(connection);
    try {
      const messages = this.statements.flatMap((statement, at) => this.messagesFor(statement, at));
      connection.stream.write(Buffer.concat([...messages, SYNC]));
      return null;
    } catch (error) {
      this.prepared.forgetDue();
      return error as Error;
    }
  }

  private messagesFor(statement: Statement, at: number): Buffer[] {
    const { name = '', text, values = [] } = statement;
    const known = this.prepared.find(statement);
    const isRepeated = this.statements.findIndex((other) => name !== '' && other.name === name) < at && name !== '';
    const messages: Buffer[] = [];
    if (!known && !isRepeated) {
      messages.push(serialize.parse({ name, text }));
      this.prepared.awaits(statement);
    }
    messages.push(serialize.bind({ statement: name, values, valueMapper: prepareValue }));
    if (known?.columns) this.columns[at] = known.columns;
    else messages.push(serialize.describe({ type: 'P', name: '' }));
    messages.push(serialize.execute());
    return messages;
  }

  handleRowDescription({ fields }: { fields: Field[] }): void {
    const columns = fields.map(({ name, dataTypeID }) => ({ name, read: pg.types.getTypeParser(dataTypeID) as Column['read'] }));
    this.columns[this.reached] = columns;
    this.prepared.keepColumns(this.statements[this.reached]!, columns);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const columns = this.columns[this.reached] ?? [];
    const row: Record<string, unknown> = {};
    for (let i = 0; i < fields.length; i++) {
      const text = fields[i];
      const column = columns[i]!;
      row[column.name] = text === null || text === undefined ? null : column.read(text);
    }
    this.answers[this.reached]!.rows.push(row);
  }

  handleCommandComplete({ text }: { text: string }): void {
    const answer = this.answers[this.reached]!;
    const [command = '', ...counts] = text.split(' ');
    answer.command = command;
    answer.rowCount = counts.length > 0 && /^\d+$/.test(counts.at(-1)!) ? Number(counts.at(-1)) : null;
    if (!this.columns[this.reached]) this.prepared.keepColumns(this.statements[this.reached]!, []);
    this.reached += 1;
  }

  handleReadyForQuery(): void {
    this.callback(null, this.answers);
  }

  handleError(error: Error): void {
    this.prepared?.forgetDue();
    this.callback(error);
  }

  handleEmptyQuery(): void {
    this.reached += 1;
  }
}

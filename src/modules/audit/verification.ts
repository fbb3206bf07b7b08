import { createHash, hash as digest } from 'node:crypto';
import type pg from 'pg';
import { GENESIS, hashOf, type Seal, type SealKey } from './seal.ts';
import { SealFile } from './seal-file.ts';
import { SEALS } from './sealer.ts';

/** The first thing that is not as it was sealed. `record` is its id where one can be named. */
export type AuditFinding = { record: string | null; batch: number | null; what: string };
export type AuditReport = { records: number; batches: number; unsealed: number; finding: AuditFinding | null };

type Written = Pick<SealFile, 'seals' | 'restores'>;

/** A record's columns as text, in the order in which they are hashed, and behind them the hash that stands in the database. */
type Row = [id: string, era: string, xid: string, ...others: (string | null)[], hash: string];

const PAGE = 2_000;
const PAGES_A_WORD = 10;

/**
 * Reads every record as the schema's owner and works out each hash and each batch anew, in this process: the database
 * that may have been tampered with is asked for its rows only, never for its opinion. All of it is seen as at one moment,
 * however much is written meanwhile.
 */
export async function verifyAudit(owner: pg.Client, sealFile: string, key: SealKey, progress: (records: number) => void = () => {}): Promise<AuditReport> {
  // Before the database: the other way round, a batch that is sealed in between would be missed there.
  const { seals, restores } = new SealFile(sealFile);
  await owner.query('begin isolation level repeatable read read only');
  try {
    return await verified(owner, { seals, restores }, key, progress);
  } finally {
    await owner.query('rollback');
  }
}

async function verified(owner: pg.Client, written: Written, key: SealKey, progress: (records: number) => void): Promise<AuditReport> {
  const { rows: seals } = await owner.query<Seal>(`${SEALS} order by seq`);
  const report: AuditReport = { records: 0, batches: seals.length, unsealed: 0, finding: badSeal(seals, written, key) };
  const batches = new Batches(owner, seals);
  for await (const page of pages(owner)) {
    for (const row of page) {
      if (report.finding) return report;
      report.records += 1;
      if (ownHash(row) !== hashIn(row)) report.finding = { record: row[0], batch: null, what: 'was changed: its hash is not that of its content' };
      else report.finding = await batches.take(row);
    }
    if (report.records % (PAGE * PAGES_A_WORD) === 0) progress(report.records);
  }
  report.finding ??= await batches.finish();
  report.unsealed = batches.unsealed;
  return report;
}

/** Walks the sealed members beside the records, so that what is missing, added, moved or swapped shows at its place. */
class Batches {
  unsealed = 0;
  private at = -1;
  private members: string[] = [];
  private position = 0;

  constructor(
    private readonly owner: pg.Client,
    private readonly seals: Seal[],
  ) {}

  async take(row: Row): Promise<AuditFinding | null> {
    while (!this.covers(row)) {
      const missing = this.missing();
      if (missing) return missing;
      if (this.at + 1 >= this.seals.length) return this.beyond(row);
      const broken = await this.next();
      if (broken) return broken;
      if (this.isBefore(row)) return { record: row[0], batch: null, what: 'lies where every batch is already sealed: it was added or moved' };
    }
    const expected = this.members[this.position];
    const seen = `${row[0].replaceAll('-', '')}${hashIn(row)}`;
    this.position += 1;
    if (expected === seen) return null;
    const batch = this.seals[this.at]!.seq;
    if (expected && expected.slice(0, 32) === seen.slice(0, 32)) return { record: row[0], batch, what: 'was changed together with its hash' };
    const isKnown = this.members.includes(seen);
    return isKnown
      ? { record: idOf(expected!), batch, what: 'is missing or stands elsewhere' }
      : { record: row[0], batch, what: 'was not there when its batch was sealed' };
  }

  async finish(): Promise<AuditFinding | null> {
    for (;;) {
      const missing = this.missing();
      if (missing) return missing;
      if (this.at + 1 >= this.seals.length) return null;
      const broken = await this.next();
      if (broken) return broken;
    }
  }

  private missing(): AuditFinding | null {
    const member = this.members[this.position];
    return member ? { record: idOf(member), batch: this.seals[this.at]!.seq, what: 'is missing' } : null;
  }

  private beyond([id, era, xid]: Row): AuditFinding | null {
    const last = this.seals.at(-1);
    if (last && (Number(era) < last.era || (Number(era) === last.era && BigInt(xid) < BigInt(last.untilXid))))
      return { record: id, batch: last.seq, what: 'was not there when its batch was sealed' };
    this.unsealed += 1;
    return null;
  }

  private covers([, era, xid]: Row): boolean {
    const seal = this.seals[this.at];
    return seal !== undefined && seal.era === Number(era) && BigInt(xid) >= BigInt(seal.fromXid) && BigInt(xid) < BigInt(seal.untilXid);
  }

  private isBefore([, era, xid]: Row): boolean {
    const seal = this.seals[this.at]!;
    return Number(era) < seal.era || (Number(era) === seal.era && BigInt(xid) < BigInt(seal.fromXid));
  }

  private async next(): Promise<AuditFinding | null> {
    this.at += 1;
    this.position = 0;
    const seal = this.seals[this.at]!;
    const { rows } = await this.owner.query<{ members: Buffer }>('select members from app.audit_batches where seq = $1', [seal.seq]);
    const content = rows[0]!.members;
    if (createHash('sha256').update(content).digest('hex') !== seal.digest)
      return { record: null, batch: seal.seq, what: 'the batch lists other records than were sealed' };
    this.members = content.toString('hex').match(/.{96}/g) ?? [];
    return null;
  }
}

function badSeal(seals: Seal[], { seals: kept, restores }: Written, key: SealKey): AuditFinding | null {
  for (const restore of restores)
    if (!key.signedRestore(restore)) return { record: null, batch: null, what: `the restore to ${restore.restoredTo} is not signed by our key` };
  const lost = new Set(restores.flatMap((restore) => restore.lost));
  const bySeq = new Map(seals.map((seal) => [seal.seq, seal]));
  for (const seal of kept) {
    if (bySeq.get(seal.seq)?.signature !== seal.signature && !lost.has(seal.signature))
      return { record: null, batch: seal.seq, what: 'the batch in the database is not the one in the seal file, or is gone' };
  }
  let previous: Seal | null = null;
  for (const seal of seals) {
    const follows =
      seal.seq === (previous?.seq ?? 0) + 1 &&
      seal.previous === (previous ? hashOf(previous) : GENESIS) &&
      (previous?.era !== seal.era || seal.fromXid === previous.untilXid);
    if (!follows) return { record: null, batch: seal.seq, what: 'the batch does not follow the one before it' };
    if (!key.signed(seal)) return { record: null, batch: seal.seq, what: 'the batch is not signed by our key' };
    previous = seal;
  }
  return null;
}

/**
 * One pass along the index, which the planner would give up for sorting everything. While one page is worked on the next is
 * under way: the database and this process have a core each.
 */
async function* pages(owner: pg.Client): AsyncGenerator<Row[]> {
  await owner.query(`set local enable_sort = off; declare records no scroll cursor for ${RECORDS}`);
  let ahead = next(owner);
  for (let rows = await ahead; rows.length > 0; rows = await ahead) {
    ahead = next(owner);
    // Whoever stops at a finding does not hear of it.
    ahead.catch(() => {});
    yield rows;
  }
}

const next = async (owner: pg.Client): Promise<Row[]> => (await owner.query<Row>({ text: `fetch ${PAGE} from records`, rowMode: 'array' })).rows;

// A column each, since an array's text takes longer to take apart than to hash. The order's names are the columns': the bare
// ones would be the text beside them, in which 1000 comes before 999.
const RECORDS = `
  select id::text, era::text, xid::text, (extract(epoch from at) * 1000)::bigint::text, kind, request_id::text, account_id::text, role, action,
         subject_id::text, array_to_string(client_ids, ','), status::text, facts::text, encode(hash, 'hex')
    from app.audit_events e
   order by e.era, e.xid, e.id`;

const hashIn = (row: Row) => row.at(-1)!;

function ownHash(row: Row): string {
  let form = '';
  for (let at = 0; at < row.length - 1; at++) {
    const field = row[at];
    form += typeof field === 'string' ? `${Buffer.byteLength(field)}:${field}` : '-';
  }
  return digest('sha256', form);
}

const idOf = (member: string) => member.slice(0, 32).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');

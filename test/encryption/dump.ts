import type { Running } from '../support/app.ts';

/** Every row of every table as text, as a dump has it; bytes are in hexadecimal there, so words are looked for in that form too. */
export async function dumpOf(peerwork: Running): Promise<[table: string, text: string][]> {
  const tables = await peerwork.rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
  );
  const dump: [string, string][] = [];
  for (const { name } of tables) {
    const rows = await peerwork.rows<{ text: string }>(`select t::text as text from app.${name} t`);
    dump.push([name, rows.map(({ text }) => text).join('\n')]);
  }
  return dump;
}

const forms = (word: string) => [word, Buffer.from(word).toString('hex'), Buffer.from(word).toString('base64').replace(/=+$/, '')];

/** Which of these words stand where. */
export const foundIn = (dump: [string, string][], words: string[]): string[] =>
  dump.flatMap(([table, text]) => words.filter((word) => forms(word).some((form) => text.includes(form))).map((word) => `${word} in ${table}`));

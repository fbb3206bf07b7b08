import { describe, expect, it } from '@jest/globals';
import { Linter } from 'eslint';
// @ts-expect-error The configuration is plain JavaScript, as its readers expect it.
import configuration, { REQUEST_CODE } from '../../eslint.config.js';

type Rule = { selector: string; message: string };
const RULES = REQUEST_CODE as Rule[];
const linter = new Linter({ configType: 'flat' });

/** What the house's rules say of some code that stands in some file: their messages. */
const said = (code: string, filename = 'src/modules/client/clients.service.ts', rules: Rule[] | null = null): string[] =>
  linter
    .verify(code, rules ? [...base, { files: ['**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...rules] } }] : configuration, { filename })
    .filter(({ ruleId, fatal }) => fatal || ruleId === 'no-restricted-syntax')
    .map(({ message }) => message);
/** The real configuration without its own list, so that one rule can be asked by itself. */
const base = (configuration as Linter.Config[]).filter(({ rules }) => !rules?.['no-restricted-syntax']);

/** For each rule of request code, in its order, what breaks it. */
const BREACHES: string[][] = [
  ['class Clients { constructor(@InjectRepository(Client) private readonly clients: object) {} }'],
  [`this.dataSource.query('select 1')`, 'this.dataSource.getRepository(Client)', `this.dataSource.createQueryBuilder(Client, 'c')`],
  [`dataSource.query('select 1')`, 'dataSource.getRepository(Client)', 'dataSource.createQueryBuilder()'],
  ['work.getRepository(Client).save(client)', 'this.work.manager.getRepository(Client).save({ id })'],
  ['const options = { cache: true }', `clients.find({ where: { id }, cache: true })`],
  [`query.where('id = :id').cache(60_000)`],
  ['const source = new DataSource({ synchronize: true })'],
  ['query.orderBy(`client.${name}`)', 'query.addOrderBy(`${column} desc`)'],
  ['work.query(`select * from app.clients where name = ${wish.name}`)', 'this.work.rows({ text: `select ${query.column} from app.clients` })'],
  [`work.rows({ text: "select set_config('role', 'app_supervisor', false)" })`],
  ['work.rows({ text: `select set_config($1, $2, false)` })'],
  ['work.rows({ text: `set role to app_supervisor` })', 'work.rows({ text: `SET SESSION app.account_id = ${id}` })'],
  ['class Client { @OneToMany({ lazy: true }) assignments: object }'],
  ['const secret = process.env.TOKEN_SECRET', `const secret = process.env['TOKEN_SECRET']`, 'const { TOKEN_SECRET } = process.env'],
];

/** Alike, and allowed. */
const HABITS = [
  'class Clients { constructor(private readonly work: UnitOfWork) {} }',
  `this.work.query(Client, 'it').where('it.id = :id', { id }).orderBy('it.id', 'DESC').limit(query.limit + 1)`,
  'const client = await this.work.forChange(Client, id, version); client.change(wish); await this.work.save(client)',
  `this.work.rows({ text: 'select name from app.clients where id = $1', values: [wish.id] })`,
  'this.work.rows({ text: `${VIEW} where id = $1`, values: [query.after] })',
  `this.work.rows({ text: "select set_config('app.concluding', $1, true)", values: [id] })`,
  'this.work.rows({ text: `set local lock_timeout = 100` })',
  'const options = { cache: false, lazy: false, synchronize: false }',
  'const zone = this.env.SITE_TIME_ZONE',
];

describe('the rules of request code', () => {
  it('are each broken by something here', () => expect(BREACHES).toHaveLength(RULES.length));

  it.each(BREACHES.flatMap((codes, at) => codes.map((code): [string, number] => [code, at])))('forbid %s', (code, at) => {
    const { message } = RULES[at]!;
    expect(said(code, undefined, [RULES[at]!])).toEqual([message]);
    expect(said(code)).toContain(message);
  });

  it.each(HABITS)('allow %s', (code) => expect(said(code)).toEqual([]));

  it.each([
    ['the reader of the configuration', 'src/config/env.ts', 'const secret = process.env.TOKEN_SECRET', 0],
    ['what opens transactions', 'src/platform/database/transaction.ts', `dataSource.query('select 1')`, 0],
    ['the question whether the database is there', 'src/platform/http/health.controller.ts', `this.dataSource.query('select 1')`, 0],
    ['where the process starts', 'src/main.ts', 'const env = process.env', 0],
    ['a neighbour of these', 'src/platform/http/server.ts', 'const env = process.env', 1],
    ['the demo center', 'src/demo/center.ts', 'const env = process.env', 1],
  ])('hold for %s as they should', (_what, filename, code, breaches) => expect(said(code, filename)).toHaveLength(breaches));
});

it.each([
  ['a value of any type', 'export const it: any = 1;', '@typescript-eslint/no-explicit-any'],
  ['a variable that nobody uses', 'const it = 1;', '@typescript-eslint/no-unused-vars'],
  ['a comparison that converts', 'export const it = (a: unknown) => a == 1;', 'eqeqeq'],
])('forbids %s', (_what, code, rule) => {
  const rules = linter.verify(code, configuration as Linter.Config[], { filename: 'src/modules/client/clients.service.ts' }).map(({ ruleId }) => ruleId);
  expect(rules).toEqual([rule]);
});

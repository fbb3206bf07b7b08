import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(root, 'src', file), 'utf8') }));

const BUILT = /new Problem\(\s*'([a-z-]+)',\s*'([^']+)'/g;
const known = source.flatMap(({ text }) => [...text.matchAll(BUILT)].map(([, kind, slug]) => ({ kind: kind!, slug: slug! })));
const lines = [...readFileSync(join(root, 'docs/problems.md'), 'utf8').matchAll(/^\| `([^`]+)` *\| (\d{3}) *\|([^|]*)\|([^|]*)\|$/gm)];
const documented = lines.map(([, slug, status, what, remedy]) => ({ slug: slug!, status: Number(status), what: what!.trim(), remedy: remedy!.trim() }));

const STATUS: Record<string, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'not-acceptable': 406,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  'unsupported-media-type': 415,
  invalid: 422,
  'precondition-required': 428,
  'too-many-requests': 429,
  unavailable: 503,
};

describe('docs/problems.md', () => {
  it('has a line for every problem that the code knows, and for none that it does not', () => {
    expect([...new Set(documented.map(({ slug }) => slug))].sort()).toEqual([...new Set(known.map(({ slug }) => slug))].sort());
  });

  it('has one line for each, and says what happened and what to do', () => {
    expect(documented.map(({ slug }) => slug).filter((slug, at, all) => all.indexOf(slug) !== at)).toEqual([]);
    expect(documented.filter(({ what, remedy }) => what.length < 5 || remedy.length < 5)).toEqual([]);
  });

  it('gives the status that each is answered with', () => {
    const inCode = (slug: string) => [...new Set(known.filter((problem) => problem.slug === slug).map(({ kind }) => STATUS[kind]))];
    expect(documented.map(({ slug, status }) => [slug, [status]])).toEqual(documented.map(({ slug }) => [slug, inCode(slug)]));
  });
});

it('sees every problem that the code makes: each is built with its kind and slug in plain sight', () => {
  const hidden = source.filter(({ text }) => (text.match(/new Problem\(/g)?.length ?? 0) !== (text.match(BUILT)?.length ?? 0)).map(({ file }) => file);
  expect(hidden).toEqual([]);
});

it('names problems in small letters and hyphens', () => {
  expect(known.filter(({ slug }) => !/^[a-z]+(-[a-z]+)*$/.test(slug))).toEqual([]);
});

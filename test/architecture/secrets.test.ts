import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
// @ts-expect-error A command of the house, in plain JavaScript.
import { secretsIn, secretsUnder } from '../../bin/scan-secrets.mjs';

type Scan = (...what: string[]) => Promise<string[]>;
const [inText, underFolder] = [secretsIn as Scan, secretsUnder as Scan];

/** Made up as the test runs, so that none of them stands in a file. */
const letters = (length: number, from = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789') =>
  [...randomBytes(length)].map((byte) => from[byte % from.length]).join('');
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ234567';
const PLANTED: [string, string, string][] = [
  ['a key of AWS', 'src/backup.ts', `const key = '${'AK'}IA${letters(16, upper)}';\nconst AWS_SECRET_ACCESS_KEY = '${letters(40)}';`],
  ['a private key', 'docker/tls.pem', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }) as string],
  ['a token of GitHub', '.ci/run', `git push https://x:${'gh'}p_${letters(36)}@example.org`],
  ['a token of Slack', 'src/notify.ts', `const token = '${'xo'}xb-${letters(12, '123456789')}-${letters(12, '123456789')}-${letters(24)}';`],
  ['a password of PostgreSQL', '.env.example', `DATABASE_URL=postgres://peerwork:${letters(20)}@db.center.org:5432/peerwork`],
];

describe('the scan for secrets', () => {
  it.each(PLANTED)('finds %s', async (_what, file, content) => {
    const found = await inText(file, `// Some line\n${content}\n`);
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatch(new RegExp(`^${file}:\\d+ secretlint-rule-`));
    for (const word of content.match(/[\w+/]{12,}/g)!) expect(found.join('\n')).not.toContain(word);
  });

  it('goes through a whole tree, but for what git does not keep', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'peerwork-secrets-'));
    for (const [, file, content] of [...PLANTED, ['', '.env', PLANTED[4]![2]], ['', 'node_modules/x/index.js', PLANTED[0]![2]]]) {
      mkdirSync(dirname(join(folder, file!)), { recursive: true });
      writeFileSync(join(folder, file!), content!);
    }
    const found = await underFolder(folder);
    rmSync(folder, { recursive: true });
    const files = found.map((place) => place.slice(folder.length + 1).split(':')[0]);
    expect(new Set(files)).toEqual(new Set(PLANTED.map(([, file]) => file)));
  });

  it.each(['nobody:nowhere@none', `postgres:${letters(16)}@host`])('is not talked out of it by something like what it lets pass', async (login) =>
    expect(await inText('README.md', `psql postgres://${login}/peerwork`)).toHaveLength(1),
  );

  it('finds none in what is kept here', async () => expect(await underFolder('.')).toEqual([]), 60_000);
});

// Looks for keys, tokens and passwords in everything that is kept: npm run secrets. Names the place and the kind, never the secret.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';

const CONNECTIONS = '@secretlint/secretlint-rule-database-connection-string';
/** No secrets: a password that the shell puts in, and that of somebody who does not exist. */
const NONE = ['/postgres:\\$password@/', '/nobody:none@nowhere/'];
const rule = { id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, rules: [{ id: CONNECTIONS, options: { allows: NONE } }] };

/** What is not kept: what .gitignore names, and git's own folder. */
const ignored = new Set([
  '.git',
  ...readFileSync('.gitignore', 'utf8')
    .split('\n')
    .map((line) => line.replace(/\/$/, '')),
]);

const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !ignored.has(name) && !name.endsWith('.log'))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : entry.isFile() ? [join(folder, entry.name)] : []));

/** Where in a text something secret stands, as `file:line kind`. */
export async function secretsIn(filePath, content) {
  const source = { filePath, content, contentType: 'text' };
  const { messages } = await lintSource({ source, options: { config: { rules: [rule] }, maskSecrets: true, noPhysicFilePath: true } });
  return messages.map(({ loc, ruleId, messageId }) => `${filePath}:${loc.start.line} ${ruleId.split('/').at(-1)} ${messageId}`);
}

export async function secretsUnder(folder) {
  const found = [];
  for (const file of filesIn(folder)) found.push(...(await secretsIn(file, readFileSync(file, 'utf8'))));
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await secretsUnder('.');
  for (const place of found) console.error(place);
  console.log(found.length === 0 ? 'No secrets' : `${found.length} secrets: take them out, and make new ones, since these were seen`);
  process.exit(found.length === 0 ? 0 : 1);
}

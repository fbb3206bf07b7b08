import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const topOf = (folder: string): string => (existsSync(join(folder, 'package.json')) ? folder : topOf(dirname(folder)));

/** The folder of the release that runs, whether from its sources or compiled. */
export const releaseFolder = (): string => topOf(dirname(fileURLToPath(import.meta.url)));

export const releaseVersion = (): string => (JSON.parse(readFileSync(join(releaseFolder(), 'package.json'), 'utf8')) as { version: string }).version;

// Compiles when a source is younger than what was compiled last, so that a second start does not wait for nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';

const SOURCES = ['src', 'migrations', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package-lock.json'];
const BUILT = 'dist/src/main.js';

const youngest = (path) =>
  statSync(path).isDirectory() ? Math.max(0, ...readdirSync(path).map((name) => youngest(`${path}/${name}`))) : statSync(path).mtimeMs;

if (!existsSync(BUILT) || SOURCES.some((path) => youngest(path) > statSync(BUILT).mtimeMs)) {
  console.error('       Building (some seconds, once)');
  const { status } = spawnSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
  process.exit(status ?? 1);
}

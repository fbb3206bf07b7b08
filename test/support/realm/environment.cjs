/** The worker's own realm, with its environment variables put back after each suite. */
module.exports = class Environment {
  constructor() {
    this.global = globalThis;
    this.variables = { ...process.env };
    this.exit = process.exit;
  }

  getVmContext() {
    return null;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  async setup() {}

  async teardown() {
    for (const name of Object.keys(process.env)) if (!(name in this.variables)) delete process.env[name];
    Object.assign(process.env, this.variables);
    process.exit = this.exit;
  }
};
